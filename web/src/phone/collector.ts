/** Runs beside the sound: takes what the microphone gives at the device's rate and hands out frames of 16 bit at 8,000 samples a second. */

declare const sampleRate: number;
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;

const RATE = 8000;
const FRAME = RATE / 10;

class Collector extends AudioWorkletProcessor {
  private frame = new Int16Array(FRAME);
  private filled = 0;
  private sum = 0;
  private count = 0;
  /** How far the next sample of ours is, in samples of the device. */
  private left = sampleRate / RATE;

  process([input]: Float32Array[][]): boolean {
    for (const sample of input?.[0] ?? []) {
      this.sum += sample;
      this.count += 1;
      this.left -= 1;
      if (this.left <= 0) this.emit();
    }
    return true;
  }

  /** One sample of ours: the mean of those it stands for, which also keeps high tones from folding back. */
  private emit(): void {
    const mean = Math.max(-1, Math.min(1, this.sum / this.count));
    this.frame[this.filled] = Math.round(mean * 32767);
    this.filled += 1;
    this.left += sampleRate / RATE;
    [this.sum, this.count] = [0, 0];
    if (this.filled < FRAME) return;
    this.port.postMessage(this.frame);
    this.frame = new Int16Array(FRAME);
    this.filled = 0;
  }
}

registerProcessor('collector', Collector);
