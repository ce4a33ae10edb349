// @ts-check
// When frames are drawn: only when somebody wants one, once per screen refresh at most, and never while the page is hidden.

/** Where workers have no requestAnimationFrame (Safari before 17): about sixty frames a second. */
const fallback_interval_milliseconds = 16;

/** @param {(now: number) => void} draw */
function next_refresh(draw) {
  if (typeof self.requestAnimationFrame === 'function') self.requestAnimationFrame(draw);
  else setTimeout(() => draw(performance.now()), fallback_interval_milliseconds);
}

export class FramePump {
  #draw;
  #idle;
  #wanted = false;
  #scheduled = false;
  #held = false;
  #visible = true;
  #stopped = false;

  /** @param {(now: number) => void} draw @param {() => void} idle called when a frame was drawn and no further one is wanted */
  constructor(draw, idle) {
    this.#draw = draw;
    this.#idle = idle;
  }

  /** One more frame, soon. */
  want() {
    this.#wanted = true;
    this.#schedule();
  }

  /** @param {boolean} held frames without pause, as long as a pointer is down */
  hold(held) {
    this.#held = held;
    this.#schedule();
  }

  /** @param {boolean} visible */
  set_visible(visible) {
    this.#visible = visible;
    this.#schedule();
  }

  stop() {
    this.#stopped = true;
  }

  #schedule() {
    if (this.#scheduled || this.#stopped || !this.#visible || !(this.#wanted || this.#held)) return;
    this.#scheduled = true;
    next_refresh(() => {
      this.#scheduled = false;
      if (this.#stopped || !this.#visible) return;
      this.#wanted = false;
      this.#draw(performance.now());
      if (!this.#wanted && !this.#held) this.#idle();
      this.#schedule();
    });
  }
}
