// @ts-check
// Files that people attach: pictures are drawn anew and smaller before anything else sees them, so that they say nothing of the place and
// the device they were taken with, stand upright whatever way the camera was held, and need a tenth of the room.
//
// Worked example: a phone's photo of 4000 × 3000 pixels and 4 MB, with the place in its EXIF, becomes one of 2000 × 1500 and 400 KB without.

/** What the longer edge of a picture has at most, in pixels: a typed label still reads well. */
const edge_pixels_max = 2000;
const jpeg_quality = 0.85;
/** A drawing or a screenshot stays exact while it is no larger than this. */
const png_bytes_max = 1_500_000;
/** As attachment_bytes_max in core/domain/attachment.hpp; what a server takes may be less, and it says so. */
const file_bytes_max = 100_000_000;

/**
 * @typedef {{name: string, media_type: string, width: number, height: number, bytes: Uint8Array<ArrayBuffer>}} Prepared
 * @typedef {(message: import('../page/messages.d.ts').CoreMessage, name: string, bytes: Uint8Array<ArrayBuffer> | null) => void} Receiver
 * @typedef {{name: string, problem: 'empty' | 'too_large' | 'picture_unreadable' | 'unreadable'}} Unfit
 */

/** SVG is a program as much as a picture, so it goes the way of other files. @param {string} type */
function is_picture(type) {
  return type.startsWith('image/') && !type.startsWith('image/svg');
}

/** @param {string} name @param {string} extension */
function with_extension(name, extension) {
  const stem = name.replace(/\.[A-Za-z0-9]{1,5}$/, '');
  return `${stem || 'picture'}.${extension}`;
}

/** A name without a path and without what no system takes. @param {string} name */
function clean_name(name) {
  // eslint-disable-next-line no-control-regex
  const cleaned = name.replace(/[\u0000-\u001f\u007f/\\]/g, '_').trim();
  // The log takes 200 bytes.
  let short = cleaned === '' || cleaned === '.' || cleaned === '..' ? 'file' : cleaned;
  while (new TextEncoder().encode(short).length > 200) short = short.slice(1);
  return short;
}

/**
 * @param {ImageBitmap} bitmap
 * @param {number} edge
 */
function drawn(bitmap, edge) {
  const scale = Math.min(1, edge / Math.max(bitmap.width, bitmap.height));
  const canvas = new OffscreenCanvas(Math.max(1, Math.round(bitmap.width * scale)), Math.max(1, Math.round(bitmap.height * scale)));
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no 2d context for pictures');
  context.imageSmoothingQuality = 'high';
  return { canvas, context };
}

/** @param {Blob} picture @param {string} name @returns {Promise<Prepared>} */
async function prepare_picture(picture, name) {
  // Upright as the camera was held.
  const bitmap = await createImageBitmap(picture, { imageOrientation: 'from-image' });
  const { canvas, context } = drawn(bitmap, edge_pixels_max);
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  const exact = picture.type === 'image/png' || picture.type === 'image/gif';
  let blob = exact ? await canvas.convertToBlob({ type: 'image/png' }) : null;
  if (!blob || blob.size > png_bytes_max) {
    // JPEG knows no transparency: what was see-through becomes white, not black.
    context.fillStyle = '#ffffff';
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: jpeg_quality });
  }
  bitmap.close();
  const { width, height } = canvas;
  const bytes = new Uint8Array(await blob.arrayBuffer());
  return { name: with_extension(name, blob.type === 'image/png' ? 'png' : 'jpg'), media_type: blob.type, width, height, bytes };
}

/**
 * @param {File} file
 * @returns {Promise<Prepared | Unfit>}
 */
async function prepare_file(file) {
  const name = clean_name(file.name);
  if (file.size === 0) return { name, problem: 'empty' };
  if (file.size > file_bytes_max) return { name, problem: 'too_large' };
  if (is_picture(file.type)) {
    try {
      return await prepare_picture(file, name);
    } catch (error) {
      // Attached as it is, it would tell where it was taken.
      console.warn(`picture ${name}`, error);
      return { name, problem: 'picture_unreadable' };
    }
  }
  try {
    return { name, media_type: file.type, width: 0, height: 0, bytes: new Uint8Array(await file.arrayBuffer()) };
  } catch (error) {
    console.warn(`file ${name}`, error);
    return { name, problem: 'unreadable' };
  }
}

/**
 * Tells the program of each file that was chosen, one after the other: photos are large while they are made smaller.
 * @param {{id: number, files: File[]}} chosen
 * @param {Receiver} tell
 */
export async function take_files({ id, files }, tell) {
  for (const [index, file] of files.entries()) {
    const prepared = await prepare_file(file);
    const first = index === 0;
    if ('problem' in prepared) {
      tell({ t: 'file', id, first, name: prepared.name, problem: prepared.problem }, '', null);
    } else {
      const { bytes, ...facts } = prepared;
      tell({ t: 'file', id, first, ...facts }, 'file', bytes);
    }
  }
}

/**
 * Gives the program a picture's pixels for the graphics card; none where the browser cannot read it.
 * @param {{key: string, bytes: Uint8Array<ArrayBuffer>, edge: number}} picture `edge`: what its longer edge has at most
 * @param {Receiver} tell
 */
export async function show_picture({ key, bytes, edge }, tell) {
  try {
    const bitmap = await createImageBitmap(new Blob([bytes]));
    const { canvas, context } = drawn(bitmap, edge);
    context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    tell({ t: 'picture', key, width: canvas.width, height: canvas.height }, `picture/${key}`, new Uint8Array(data.buffer));
  } catch (error) {
    console.warn('a picture cannot be read', error);
    tell({ t: 'picture', key, width: 0, height: 0 }, '', null);
  }
}
