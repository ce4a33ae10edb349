// @ts-check
// Stands in for the compiled program in the tests of page and worker: tells the test what it is given, and says what the test wants it to.
//
// It has the members of the Emscripten module that worker.js uses. The test talks to it over a BroadcastChannel: {received: message} from
// here, {post: message} (after working for `work` milliseconds) or {call: name, with: […]} (a member worker.js gave us) from the test.

const memory_bytes = 1 << 22;

/** @param {any} given */
export default async function create(given) {
  const channel = new BroadcastChannel('stub_program');
  await new Promise((resolve) => given.instantiateWasm({}, resolve));
  const memory = new Uint8Array(memory_bytes);
  let top = 16;
  let allocated = 0;
  let frames = 0;
  let key_bytes = 0;
  /** @type {Record<string, number>} */
  const assets = {};

  const text_at = (/** @type {number} */ at, /** @type {number} */ size) => new TextDecoder().decode(memory.subarray(at, at + size));
  const tell = (/** @type {object} */ message) => channel.postMessage(message);

  /** @param {any} message */
  function receive(message) {
    tell({ received: message });
    if (message.t === 'hand_over') given.post(JSON.stringify({ t: 'handed_over' }));
    if (message.t === 'key' && message.key === 'F9') throw new Error('the stub was told to fail');
  }

  channel.onmessage = ({ data }) => {
    for (const end = performance.now() + (data.work ?? 0); performance.now() < end; );
    if (data.post) given.post(JSON.stringify(data.post));
    if (data.call) given[data.call](...data.with);
    if (data.ask === 'facts') tell({ facts: { frames, assets, allocated, key_bytes, pool: typeof given.opfs?.open } });
  };

  return {
    HEAPU8: memory,
    _malloc: (/** @type {number} */ size) => {
      allocated++;
      // Everything is freed before the next call begins; a ring is all it takes.
      if (top + size > memory_bytes) top = 16;
      const at = top;
      top += size + 16;
      return at;
    },
    _free: () => allocated--,
    _countersign_boot: (/** @type {number} */ at, /** @type {number} */ size) => {
      const context = given.canvas.getContext('webgl2');
      context.clearColor(0.2, 0.3, 0.8, 1);
      context.clear(context.COLOR_BUFFER_BIT);
      receive(JSON.parse(text_at(at, size)));
      given.post(JSON.stringify({ t: 'ready' }));
    },
    _countersign_data_key: (/** @type {number} */ _at, /** @type {number} */ size) => (key_bytes = size),
    // Told apart is enough here: the real one is Argon2id.
    _countersign_pin_key: (
      /** @type {number} */ pin, /** @type {number} */ size, /** @type {number} */ salt, /** @type {number} */ _operations,
      /** @type {number} */ _memory, /** @type {number} */ out,
    ) => {
      for (let i = 0; i < 32; i++) memory[out + i] = (memory[pin + (i % size)] ?? 0) ^ (memory[salt + (i % 16)] ?? 0);
      return 0;
    },
    _countersign_message: (/** @type {number} */ at, /** @type {number} */ size) => receive(JSON.parse(text_at(at, size))),
    _countersign_frame: () => frames++,
    _countersign_asset: (/** @type {number} */ name, /** @type {number} */ _at, /** @type {number} */ size) => {
      assets[text_at(name, memory.indexOf(0, name) - name)] = size;
    },
  };
}
