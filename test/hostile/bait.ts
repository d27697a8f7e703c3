/** A link that would run a command, and an icon that nothing else draws. */
export const bait = '[Fix](command:door.probe) $(squirrel)';

/** The link as it has to show where VS Code would make one of it. */
export const shown = '[Fix]\\u{28}command:door.probe)';
