// The messages between the page and the worker: the one place where their shapes are written down.

/** x, y, width, height in CSS pixels of the canvas. */
export type Rectangle = [number, number, number, number];

export type Role =
  | 'screen' | 'heading' | 'text' | 'button' | 'link' | 'checkbox' | 'radio' | 'radiogroup' | 'switch' | 'textbox' | 'combobox'
  | 'form' | 'list' | 'listitem' | 'table' | 'row' | 'columnheader' | 'cell' | 'navigation' | 'banner' | 'region' | 'dialog'
  | 'status' | 'alert' | 'image' | 'progressbar' | 'tablist' | 'tab' | 'signature' | 'group' | 'toolbar' | 'separator' | 'file';

export interface FieldHints {
  type?: string;
  autocomplete?: string;
  inputmode?: string;
  enterkeyhint?: string;
  maxlength?: number;
  multiline?: boolean;
  /** Of a file chooser: media types, and which camera. */
  accept?: string;
  capture?: string;
  placeholder?: string;
  /** CSS pixels. */
  font_size?: number;
  weight?: number;
  /** Distance of the text from the frame: left, top, right, bottom. */
  pad?: Rectangle;
  lang?: string;
}

/** What the worker knows of one thing on the screen. A field that is absent has its ordinary value. */
export interface SemanticNode {
  role: Role;
  name?: string;
  value?: string;
  description?: string;
  level?: number;
  rect?: Rectangle;
  clip?: Rectangle;
  disabled?: boolean;
  checked?: boolean | 'mixed';
  selected?: boolean;
  expanded?: boolean;
  pressed?: boolean;
  current?: string | boolean;
  invalid?: boolean;
  error?: string;
  required?: boolean;
  readonly?: boolean;
  live?: 'polite' | 'assertive';
  href?: string;
  group?: number;
  options?: { value: string; text: string }[];
  input?: FieldHints;
  set_size?: number;
  position?: number;
  row_count?: number;
  row_index?: number;
  col_index?: number;
  modal?: boolean;
}

/** In a change, null takes the field away. */
export type NodeChange = { [Field in keyof SemanticNode]?: SemanticNode[Field] | null };

export type TreeOperation =
  | { o: 'add'; id: number; parent: number; before: number; n: SemanticNode }
  | { o: 'set'; id: number; n: NodeChange }
  | { o: 'move'; id: number; parent: number; before: number }
  | { o: 'del'; id: number };

export interface BootMessage {
  t: 'boot';
  canvas: OffscreenCanvas;
  width: number;
  height: number;
  dpr: number;
  base: string;
  path: string;
  languages: string[];
  dark: boolean;
  reduced_motion: boolean;
  contrast: boolean;
  coarse: boolean;
  device_memory: number;
  take_over: boolean;
  online: boolean;
}

export type PointerKind = 'move' | 'down' | 'up' | 'cancel' | 'leave';
export type PointerSource = 'mouse' | 'touch' | 'pen';

export interface PointerMessage {
  t: 'pointer';
  kind: PointerKind;
  x: number;
  y: number;
  button: number;
  source: PointerSource;
  pressure: number;
}

/** `wrong`: the one before was; `unsent`: how many entries starting anew would lose, where that is known. */
export interface PinQuestion {
  wrong: boolean;
  wait_milliseconds: number;
  may_start_anew: boolean;
  unsent: number | null;
}

/** What came of a change: whether a PIN is set now, and why nothing was changed. */
export interface PinChanged {
  set: boolean;
  problem: '' | 'wrong' | 'wait';
  wait_seconds: number;
}

export type PageMessage =
  | BootMessage
  | PointerMessage
  | { t: 'wheel'; x: number; y: number; dx: number; dy: number }
  | { t: 'key'; key: string; ctrl: boolean; shift: boolean; alt: boolean; meta: boolean }
  | { t: 'resize'; width: number; height: number; dpr: number }
  | { t: 'scheme'; dark: boolean; reduced_motion: boolean; contrast: boolean }
  | { t: 'visible'; visible: boolean }
  | { t: 'online'; online: boolean }
  | { t: 'navigate'; path: string }
  | { t: 'activate'; id: number }
  | { t: 'focus'; id: number; ring: boolean }
  | { t: 'blur'; id: number }
  | { t: 'value'; id: number; text: string }
  | { t: 'submit'; id: number }
  /** Chosen with the file input of that node, dropped on the page or pasted. */
  | { t: 'files'; id: number; files: File[] }
  | { t: 'take_over' }
  | { t: 'rescue'; what: 'save' | 'put_aside' | 'erase' }
  /** Answers to ask_pin. */
  | { t: 'pin'; pin: string }
  | { t: 'start_anew' }
  | { t: 'persist'; granted?: boolean; used: number | null; quota: number | null }
  | { t: 'update_ready' };

/** What worker.js adds to the page's messages on their way to the program. */
export type CoreMessage =
  | PageMessage
  | { t: 'hand_over' }
  | { t: 'wake' }
  | ({ t: 'pin_changed' } & PinChanged)
  /** Between these two the key is destroyed and the files are erased; `carried` goes on to the new database. */
  | { t: 'close_storage' }
  | { t: 'open_storage'; carried: Record<string, string> }
  | { t: 'http'; id: number; status: number; body: string; headers: Record<string, string>; error: '' | 'network' | 'timeout' }
  | { t: 'language_loaded'; lang: string; ok: boolean }
  /** One of the page's files (`first` of those that were chosen together), its bytes handed over before; or why it cannot be attached. */
  | { t: 'file'; id: number; first: boolean; name: string; media_type: string; width: number; height: number }
  | { t: 'file'; id: number; first: boolean; name: string; problem: 'empty' | 'too_large' | 'picture_unreadable' | 'unreadable' }
  /** Its pixels were handed over before; width 0: it cannot be read. */
  | { t: 'picture'; key: string; width: number; height: number };

export interface ThemeColors {
  text?: string;
  placeholder?: string;
  surface?: string;
  accent?: string;
  [name: string]: string | undefined;
}

/** `after` (added by worker.js): how many of the page's messages the worker had taken in when it made this tree. */
export type TreeMessage = { t: 'tree'; ops: TreeOperation[]; after?: number };
export type ProblemMessage = { t: 'problem'; key: string; detail?: string; recoverable?: boolean };

/** What the program asks of worker.js alone. */
export type InternalMessage =
  | { t: 'load_language'; lang: string }
  /** `wanted` empty: no PIN any more. */
  | { t: 'change_pin'; current: string; wanted: string }
  | { t: 'renew_storage'; carried: Record<string, string> }
  /** How many entries are on this device alone. */
  | { t: 'unsent'; count: number };

export type WorkerMessage =
  | TreeMessage
  | ProblemMessage
  | { t: 'title'; text: string }
  | { t: 'path'; path: string; replace?: boolean }
  | { t: 'focus'; id: number }
  | { t: 'cursor'; css: string }
  | { t: 'announce'; text: string; assertive?: boolean }
  | { t: 'copy'; text: string }
  | { t: 'language'; lang: string }
  | { t: 'theme'; dark: boolean; colors?: ThemeColors }
  | { t: 'progress'; phase: string; done: number; total: number }
  | { t: 'ready' }
  /** All of the page's first `after` messages have been answered: nothing more is to come of them. */
  | { t: 'settled'; after: number }
  /** The browser is to save what the server answers at this address, below the base. */
  | { t: 'download'; path: string }
  | { t: 'reload' }
  | ({ t: 'ask_pin' } & PinQuestion)
  | { t: 'pin_accepted' }
  | { t: 'handed_over' }
  | { t: 'save'; files: { name: string; blob: Blob }[] }
  | { t: 'rescued'; files: { name: string; blob: Blob }[] }
  | { t: 'put_aside'; name: string }
  | { t: 'rescue_failed'; detail: string };

export type Send = (message: PageMessage, transfer?: Transferable[]) => void;
