// Loaded into every server a story starts: its standard input is a pipe the story holds, so a story that is killed leaves no server behind.
process.stdin.on('end', () => process.exit(1));
process.stdin.on('error', () => process.exit(1));
process.stdin.resume();
process.stdin.unref?.();
