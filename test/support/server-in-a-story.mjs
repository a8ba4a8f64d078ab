// Loaded into every server a story starts. Its standard input is a pipe the story holds, so a story that is killed leaves no server behind;
// and its clock is turned when the story says so, as if the machine had slept, or somebody had set it.
import { Clock } from '../../dist/platform/clock.js';

process.stdin.on('end', () => process.exit(1));
process.stdin.on('error', () => process.exit(1));
process.stdin.resume();
process.stdin.unref?.();

const { ofWorld } = Clock.prototype;
let clock;
let turned = 0;
Clock.prototype.ofWorld = function (instant) {
  clock = this; // a server has one
  return ofWorld.call(this, instant) + turned;
};
process.on('message', (now) => {
  turned += Date.parse(now) - clock.now();
  process.send('turned');
});
process.channel?.unref();
