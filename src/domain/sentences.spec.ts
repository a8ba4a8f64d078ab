import { readFileSync } from 'node:fs';
import { sentence, type Words } from './sentences.js';

const messages = JSON.parse(readFileSync(new URL('../../config/messages.json', import.meta.url), 'utf8')) as Record<
  'statusText' | 'timeline',
  Record<string, Words>
>;
const all = Object.entries({ ...messages.statusText, ...messages.timeline });
const department = { name: '市场监督管理局', nameEn: 'Market Supervision Bureau' };

describe('a sentence to the complainant', () => {
  it('names the department and the day', () => {
    expect(sentence(messages.statusText.handling!, { department, day: '2026-07-09' })).toEqual({
      zh: '市场监督管理局正在办理，7月9日前答复您。',
      en: 'Market Supervision Bureau is working on it and will answer you by 9 July 2026.',
    });
  });

  it('leaves out what depends on a day nobody knows, and nothing else', () => {
    expect(sentence(messages.statusText.handling!, {})).toEqual({ zh: '承办单位正在办理。', en: 'The department is working on it.' });
    expect(sentence(messages.statusText.pending_callback!, {}).zh).toBe('办理结果已核对，我们将与您联系，听取您的意见。');
    expect(sentence(messages.timeline['limit.moved']!, {}).en).toBe('The time for an answer has changed.');
  });

  it.each(all)('is whole with all its facts and without them: %s', (_, template) => {
    for (const facts of [{ department, day: '2026-07-09' }, { department }, {}]) {
      const { zh, en } = sentence(template, facts);
      expect(zh + en).not.toMatch(/[{}[\]]|undefined|NaN/);
      expect(zh).toMatch(/^[^，。、].*[^，、]。$/u);
      expect(en).toMatch(/^[A-Z].*[^ ,]\.$/);
      expect(en).not.toMatch(/ {2}| [.,]/);
    }
  });

  it.each(all.filter(([, { zh }]) => zh.includes('{date}')))('tells the day where it is known: %s', (_, template) => {
    const { zh, en } = sentence(template, { day: '2026-12-31' });
    expect([zh.includes('12月31日'), en.includes('31 December 2026')]).toEqual([true, true]);
  });
});
