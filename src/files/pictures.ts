import sharp from 'sharp';
import { refuseType } from './content.js';

const MOST_PIXELS = 50_000_000;
const LONGEST_SIDE = 3_000;
sharp.cache(false); // nobody's picture stays in memory

/**
 * A picture drawn anew in the same format: turned upright, at most 3,000 pixels a side, without place, camera, time, preview or anything
 * else beside the pixels. Throws `attachment.type-not-allowed` (415) for one that cannot be drawn. Source: domain text 6.1.
 */
export async function withoutTraces(bytes: Buffer): Promise<Buffer> {
  try {
    return await sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'error' })
      .autoOrient()
      .resize({ width: LONGEST_SIDE, height: LONGEST_SIDE, fit: 'inside', withoutEnlargement: true })
      .toBuffer();
  } catch {
    throw refuseType('damaged-or-too-large');
  }
}
