// @ts-check
// Codes as an authenticator app shows them (RFC 6238), from the secret as it is typed in.
import { createHmac } from 'node:crypto';

/** @param {string} text */
function from_base32(text) {
  const bits = [...text.replaceAll(' ', '')].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

/**
 * @param {string} secret
 * @param {number} [steps_later] the server takes the code before and after, too, each of them once
 */
export function code_of(secret, steps_later = 0) {
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps_later));
  const digest = createHmac('sha1', from_base32(secret)).update(step).digest();
  const at = digest[19] & 15;
  return String((digest.readUInt32BE(at) & 0x7fff_ffff) % 1_000_000).padStart(6, '0');
}
