// @ts-check
// The WebGL context that the program draws with. It is made early, before the program runs: the same canvas gives the program this very one.

/**
 * @param {OffscreenCanvas} canvas
 * @param {() => void} restored phones take the context away from a page that was hidden for long, and give it back
 */
export function prepare_canvas(canvas, restored) {
  const context = canvas.getContext('webgl2', {
    alpha: false, antialias: false, depth: false, stencil: false, preserveDrawingBuffer: true, powerPreference: 'low-power',
  });
  if (!context) throw Object.assign(new Error('no WebGL 2'), { key: 'no_webgl', detail: 'getContext("webgl2") gave nothing' });
  // Without this the browser never gives the context back.
  canvas.addEventListener('webglcontextlost', (event) => event.preventDefault());
  canvas.addEventListener('webglcontextrestored', (event) => {
    event.preventDefault();
    restored();
  });
}
