// @ts-check
// What the page itself says, in English. Every other table has the same keys.

/** @type {import('./words.js').Words} */
export const words = {
  starting: 'Starting',
  phases: {
    program: 'Loading the program',
    database: 'Opening your records',
    rebuild: 'Preparing your records',
  },
  count: '{done} of {total}',
  what_to_do: 'What you can do',
  safe: 'Nothing is lost: what you recorded stays stored on this device.',
  details: 'Details for support',
  copy_details: 'Copy details',
  copied: 'Copied',
  copy_failed: 'The browser did not allow copying. Select the text and copy it yourself.',
  reload: 'Reload',
  retry: 'Try again',
  keep_working: 'Go back',
  use_here: 'Use it here',
  moving: 'Waiting for the other tab to finish saving',
  save_file: 'Save the file',
  saved: 'Saved among your downloads: {files}',
  start_anew: 'Put it aside and start anew',
  go_on: 'Start anew',
  rescue_failed: 'That did not work. Nothing has been changed.',
  pin: {
    title: 'Enter your PIN',
    text: 'The records on this device are encrypted. Your PIN opens them.',
    label: 'Your PIN',
    open: 'Open',
    opening: 'Opening',
    missing: 'Type your PIN.',
    wrong: 'That is not the PIN of this device. Type it again.',
    wait: 'After so many wrong PINs you can try again in {time}.',
    again: 'You can try again now.',
    forgotten: 'Have you forgotten the PIN?',
    forgotten_text:
      'Nobody can bring it back. You can erase the records on this device and sign in anew: everything that was sent comes back ' +
      'from the server. You need a network for that.',
    unsent: 'Entries that were not sent and would be lost: {count}.',
    unsent_none: 'Every entry on this device has been sent. What you had only begun to write would be lost.',
    unsent_unknown: 'Entries that were not sent would be lost.',
    erase: 'Erase and start anew',
    erase_sure: 'Yes, erase the records on this device',
    keep: 'Keep them',
  },
  problems: {
    insecure_context: {
      title: 'This address is not secure',
      text:
        'To keep your work on this device, Countersign needs storage that browsers give only to addresses beginning with https:// and to ' +
        'localhost. You opened {origin}.',
      steps: [
        'Open {https} if your administrator has set it up.',
        'On the computer that runs the server, open {localhost}.',
        'Administrators: put the server behind nginx with a certificate (a ready configuration is in `server/deploy`), or make a tunnel: ' +
          '`{tunnel}`',
      ],
    },
    no_opfs: {
      title: 'This browser cannot keep your work',
      text: 'Countersign stores every record on the device before anything is sent. This browser has no private file storage for that.',
      steps: [
        'In a private window: open the same address in an ordinary window.',
        'Update the browser. Chrome or Edge 109, Firefox 114 and Safari 17 are the oldest that work.',
        'In an app that shows web pages (mail, chat): choose “Open in browser”.',
      ],
    },
    storage_blocked: {
      title: 'The browser does not allow storing',
      text: 'Countersign stores every record on the device before anything is sent. A private window or a setting forbids it here.',
      steps: [
        'In a private window: open the same address in an ordinary window.',
        'Allow this site to store data: click the icon left of the address, then site settings.',
      ],
    },
    no_worker: {
      title: 'This browser is too old',
      text: 'Countersign runs as a module worker, which this browser does not have.',
      steps: ['Update the browser. Chrome or Edge 109, Firefox 114 and Safari 17 are the oldest that work.'],
    },
    no_webgl: {
      title: 'This browser cannot draw the screens',
      text: 'The screens are drawn with WebGL 2, which is not available here. Most often hardware acceleration is switched off.',
      steps: [
        'Chrome and Edge: Settings, System, turn on graphics acceleration (hardware acceleration), then restart the browser.',
        'Firefox: Settings, General, Performance, turn on hardware acceleration, then restart the browser.',
        'Safari: version 17 or newer is needed.',
        'On a remote desktop or in a virtual machine: use the browser of your own computer, or update the graphics driver.',
      ],
    },
    newer_database: {
      title: 'Your records were written by a newer version',
      text: 'This tab runs an older version of Countersign than the one that last stored your records. It will not touch them.',
      steps: ['Reload to get the newer version. Being online helps.', 'If this page comes back: close all tabs of Countersign and open it again.'],
    },
    corrupt_database: {
      title: 'Your stored records are damaged',
      text: 'The file with your records on this device did not pass its check. It has been left as it is.',
      steps: [
        'Reload: a second try reads the file again.',
        'If this page comes back: save the files and hand them to your administrator. One of them is the key: whoever has both can read ' +
          'your records, so choose a safe way. All that was sent is on the server; what was not sent is ' +
          'still in the file.',
        'Then put it aside and start anew: the file stays in this browser under another name, and what is on the server comes back when you ' +
          'sign in. Do not clear the browser’s data.',
      ],
      safe: 'The file is kept as it is; nothing has been deleted.',
    },
    key_lost: {
      title: 'The records on this device cannot be read any more',
      text:
        'They are encrypted, and their key is no longer in this browser, or the browser cannot use it. That can happen when only a part ' +
        'of the browser’s data was cleared, or when its folder was copied to another device. Nobody can read them without that key.',
      steps: [
        'Reload: a second try looks for the key again.',
        'If this page comes back: erase the unreadable records, start anew and sign in. Everything that was sent comes back from the ' +
          'server.',
        'What was not sent cannot be brought back. Tell your administrator if something is missing.',
      ],
      safe: 'Everything that was sent is on the server. Nothing on this device is erased before you say so.',
    },
    put_aside: {
      title: 'The damaged file was put aside',
      text: 'It is kept in this browser’s storage for this address, as `{name}`. Countersign starts with empty records.',
      steps: [
        'Sign in again: everything that was sent comes back from the server.',
        'What was not sent is only in that file. Do not clear the browser’s data and do not sign out, which erases it, and tell your ' +
          'administrator.',
      ],
      safe: 'The file is kept as it was; nothing has been deleted.',
    },
    storage_full: {
      title: 'There is no room left',
      text: 'The device or the browser’s share of it is full. The last entry was not saved; everything before it was.',
      steps: ['Free some space: delete downloads, videos or photos you no longer need.', 'Then go back and save the last entry again.'],
      safe: 'Everything you recorded before is stored on this device.',
    },
    storage_failed: {
      title: 'Storing did not work',
      text: 'The browser reported an error while reading or writing your records.',
      steps: ['Reload the page.', 'If it happens again: restart the browser, then send the details to your administrator.'],
    },
    open_elsewhere: {
      title: 'Countersign is open in another tab',
      text: 'Only one tab at a time can work with your records. The other tab saves its work and hands them over.',
      steps: [],
    },
    worker_crashed: {
      title: 'Countersign has stopped',
      text: 'An error in the program ended it. Every entry was stored at the moment you made it.',
      steps: ['Reload to go on where you were.', 'If it happens again: copy the details and send them to your administrator.'],
    },
    not_loaded: {
      title: 'Countersign could not be loaded',
      text: 'A part of the program did not arrive.',
      steps: ['Check the connection and try again.', 'If it stays so: the server may be updating; wait a minute.'],
    },
  },
};
