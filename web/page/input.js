// @ts-check
// What the person does, told to the worker: pointer, wheel, keys, and what changes around the canvas (size, colours, network).

import { forget_echoes, is_field_element, is_text_field } from './text_overlay.js';

/**
 * @typedef {import('./messages.d.ts').PageMessage} PageMessage
 * @typedef {import('./messages.d.ts').PointerKind} PointerKind
 * @typedef {import('./messages.d.ts').PointerSource} PointerSource
 * @typedef {(message: PageMessage) => number} Send
 */

/** How far a finger may wander on a field before it is a drag, CSS pixels. */
const drag_slop = 10;
/** A wheel that counts in lines: three of them are the hundred pixels of one notch elsewhere. */
const pixels_per_line = 100 / 3;

const media = {
  dark: '(prefers-color-scheme: dark)',
  reduced_motion: '(prefers-reduced-motion: reduce)',
  more_contrast: '(prefers-contrast: more)',
  forced_colors: '(forced-colors: active)',
  coarse: '(pointer: coarse)',
};

/** @param {string} query */
function matches(query) {
  return window.matchMedia(query).matches;
}

export function read_scheme() {
  return {
    dark: matches(media.dark),
    reduced_motion: matches(media.reduced_motion),
    contrast: matches(media.more_contrast) || matches(media.forced_colors),
  };
}

export function is_coarse() {
  return matches(media.coarse);
}

/** @param {PointerEvent} event @returns {PointerSource} */
function source_of(event) {
  return event.pointerType === 'touch' || event.pointerType === 'pen' ? event.pointerType : 'mouse';
}

/** @param {HTMLElement} stage canvas and mirror @param {HTMLCanvasElement} canvas @param {Send} send */
function forward_pointers(stage, canvas, send) {
  /** @type {PointerEvent | null} */
  let pending_move = null;
  let frame_asked = false;
  /** @type {{id: number, x: number, y: number, forwarding: boolean} | null} a finger that went down on a field */
  let field_touch = null;

  /** @param {PointerKind} kind @param {PointerEvent} event */
  const tell = (kind, event) => {
    send({
      t: 'pointer', kind, x: event.clientX, y: event.clientY, button: Math.max(0, event.button),
      source: source_of(event), pressure: event.pressure,
    });
  };
  const flush_move = () => {
    if (pending_move) tell('move', pending_move);
    pending_move = null;
  };
  /** @param {PointerEvent} event */
  const move_later = (event) => {
    pending_move = event;
    if (frame_asked) return;
    frame_asked = true;
    requestAnimationFrame(() => {
      frame_asked = false;
      flush_move();
    });
  };

  stage.addEventListener('pointerdown', (event) => {
    if (!event.isPrimary || event.button > 2) return;
    if (is_field_element(event.target)) {
      if (event.pointerType === 'touch') field_touch = { id: event.pointerId, x: event.clientX, y: event.clientY, forwarding: false };
      return;
    }
    flush_move();
    canvas.setPointerCapture(event.pointerId);
    tell('down', event);
  });

  stage.addEventListener('pointermove', (event) => {
    if (!event.isPrimary) return;
    if (field_touch?.id === event.pointerId) {
      if (!field_touch.forwarding) {
        if (Math.hypot(event.clientX - field_touch.x, event.clientY - field_touch.y) < drag_slop || scrolls_itself(event.target)) return;
        field_touch.forwarding = true;
        send({ t: 'pointer', kind: 'down', x: field_touch.x, y: field_touch.y, button: 0, source: 'touch', pressure: event.pressure });
      }
      tell('move', event);
      return;
    }
    if (event.buttons === 0) return move_later(event);
    // Text being selected in a field with the mouse is the field's own matter.
    if (is_field_element(event.target)) return;
    const points = event.getCoalescedEvents?.() ?? [];
    // Every point counts while something is drawn: ink made of one point a frame is angular.
    for (const point of points.length > 0 ? points : [event]) tell('move', point);
  });

  /** @param {'up' | 'cancel'} kind @param {PointerEvent} event */
  const ended = (kind, event) => {
    if (!event.isPrimary) return;
    if (field_touch?.id === event.pointerId) {
      if (field_touch.forwarding) tell(kind, event);
      field_touch = null;
      return;
    }
    if (is_field_element(event.target)) return;
    flush_move();
    tell(kind, event);
  };
  stage.addEventListener('pointerup', (event) => ended('up', event));
  stage.addEventListener('pointercancel', (event) => ended('cancel', event));
  stage.addEventListener('pointerleave', (event) => {
    pending_move = null;
    if (event.isPrimary) tell('leave', event);
  });
  // The application has its own; in fields the browser's stays.
  canvas.addEventListener('contextmenu', (event) => event.preventDefault());
}

/** @param {EventTarget | null} target a text area being edited that has more lines than it shows */
function scrolls_itself(target) {
  return target instanceof HTMLTextAreaElement && target === document.activeElement && target.scrollHeight > target.clientHeight + 1;
}

/** @param {HTMLElement} stage @param {Send} send */
function forward_wheel(stage, send) {
  stage.addEventListener('wheel', (event) => {
    // With Ctrl it is the browser's zoom, also when a touchpad pinches.
    if (event.ctrlKey || scrolls_itself(event.target)) return;
    event.preventDefault();
    const scale = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? pixels_per_line
      : event.deltaMode === WheelEvent.DOM_DELTA_PAGE ? stage.clientHeight : 1;
    send({ t: 'wheel', x: event.clientX, y: event.clientY, dx: event.deltaX * scale, dy: event.deltaY * scale });
  }, { passive: false });
}

const never_told = new Set(['Tab', 'Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'CapsLock', 'Dead', 'Process', 'Unidentified']);
const arrows = new Set(['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight']);

/**
 * Whether the element with the focus has no use of its own for the key.
 * @param {KeyboardEvent} event
 */
function is_unused(event) {
  const { target, key } = event;
  if (key === 'Escape') return true;
  if (is_text_field(target)) {
    // In a form Enter submits; in a text area it is a new line, except with Ctrl.
    return key === 'Enter' && (target instanceof HTMLTextAreaElement ? event.ctrlKey || event.metaKey : target.form === null);
  }
  if (is_field_element(target)) return false;
  const acts = target instanceof HTMLElement && target.matches('button, a[href], input, summary');
  if (acts && (key === 'Enter' || key === ' ')) return false;
  if (arrows.has(key) && target instanceof HTMLInputElement && target.type === 'radio') return false;
  return true;
}

/** @param {Send} send */
function forward_keys(send) {
  document.addEventListener('keydown', (event) => {
    if (event.isComposing || event.defaultPrevented || never_told.has(event.key) || !is_unused(event)) return;
    // Firefox opens its quick search on "/", which the application offers as the way to its own.
    if (event.key === '/' && !event.ctrlKey && !event.metaKey && !event.altKey) event.preventDefault();
    forget_echoes(event.target);
    send({ t: 'key', key: event.key, ctrl: event.ctrlKey, shift: event.shiftKey, alt: event.altKey, meta: event.metaKey });
  });
}

/** @param {HTMLElement} stage */
export function read_size(stage) {
  return { width: stage.clientWidth, height: stage.clientHeight, dpr: window.devicePixelRatio || 1 };
}

/** @param {HTMLElement} stage @param {Send} send */
function forward_size(stage, send) {
  let last = '';
  const tell = () => {
    const size = read_size(stage);
    const key = `${size.width} ${size.height} ${size.dpr}`;
    if (key === last || size.width === 0 || size.height === 0) return;
    last = key;
    send({ t: 'resize', ...size });
  };
  const observer = new ResizeObserver(tell);
  try {
    // Also told when only the device pixels change (zoom, another monitor). Safari has no such box.
    observer.observe(stage, { box: 'device-pixel-content-box' });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    observer.observe(stage);
  }
  const watch_resolution = () => {
    window.matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`).addEventListener('change', () => {
      tell();
      watch_resolution();
    }, { once: true });
  };
  watch_resolution();
  follow_keyboard(stage);
}

/**
 * Where the on-screen keyboard covers the page instead of making it smaller (iOS), the stage ends at the keyboard's edge.
 * @param {HTMLElement} stage
 */
function follow_keyboard(stage) {
  const viewport = window.visualViewport;
  if (!viewport) return;
  viewport.addEventListener('resize', () => {
    const visible = Math.round(viewport.height * viewport.scale);
    const covered = window.innerHeight - visible;
    // Less than that is a toolbar; more than scale 1 is a person looking closer.
    const keyboard = covered > 120 && viewport.scale < 1.05 && is_text_field(document.activeElement);
    stage.style.height = keyboard ? `${visible}px` : '';
  });
}

/** @param {Send} send */
function forward_surroundings(send) {
  for (const query of [media.dark, media.reduced_motion, media.more_contrast, media.forced_colors]) {
    window.matchMedia(query).addEventListener('change', () => send({ t: 'scheme', ...read_scheme() }));
  }
  document.addEventListener('visibilitychange', () => send({ t: 'visible', visible: document.visibilityState === 'visible' }));
  window.addEventListener('online', () => send({ t: 'online', online: true }));
  window.addEventListener('offline', () => send({ t: 'online', online: false }));
}

/**
 * @param {HTMLElement} stage
 * @param {HTMLCanvasElement} canvas
 * @param {Send} send
 */
export function start_input(stage, canvas, send) {
  forward_pointers(stage, canvas, send);
  forward_wheel(stage, send);
  forward_keys(send);
  forward_size(stage, send);
  forward_surroundings(send);
}
