import { CASE_STATUSES } from '../domain/vocabulary.js';
import { readNoticeTexts } from '../domain/complainant-texts.js';
import { configJson } from '../platform/settings.js';
import { dedupeKeyOf, lettered, NOTICES, wishIn } from './templates.js';

const FACTS = { caseNumber: '20261102000001', link: 'https://12345.example.org/survey#x' };
const TEXTS = readNoticeTexts(configJson('notices.json'));
const names = Object.keys(TEXTS.templates);

describe('the templates of config/notices.json', () => {
  it('are those that causes, survey and answers name', () => {
    const { survey, invitation, unknownSender, neutral } = NOTICES;
    const used = [...NOTICES.causes.map(({ template }) => template), survey.template, invitation, unknownSender, neutral];
    expect([...new Set(used)].sort()).toEqual([...names].sort());
  });

  it('cover what a complainant has to be told', () => {
    const events = ['case.registered', 'case.rejected', 'case.dispatched', 'case.asked', 'case.review-passed', 'case.closed'];
    expect(NOTICES.causes.map(({ event }) => event)).toEqual(expect.arrayContaining(events));
    const statuses = NOTICES.causes.flatMap((cause) => cause.while ?? []);
    expect(statuses.filter((status) => !CASE_STATUSES.includes(status))).toEqual([]);
  });

  it.each(names)('%s is short, names no person, no code and no address but ours', (name) => {
    const { subject, text } = lettered(name, FACTS, TEXTS);
    const own = text.replace(FACTS.link, '');
    expect(`${subject}${own}`).not.toMatch(/https?:|www\.|\.cn|\{|\}|姓名|先生|女士/);
    // four parts of 67 characters, as networks count Chinese; the link of a survey adds about as much again
    expect(own.length).toBeLessThanOrEqual(120);
    expect(own).toMatch(/^【.{2,12}】/);
    expect(subject.length).toBeLessThanOrEqual(40);
  });

  it('name the case, and only survey and invitation carry a link', () => {
    const withLink = names.filter((name) => lettered(name, FACTS, TEXTS).text.includes(FACTS.link));
    expect(withLink).toEqual([NOTICES.survey.template, NOTICES.invitation]);
    const withNumber = names.filter((name) => lettered(name, FACTS, TEXTS).text.includes(FACTS.caseNumber));
    expect(withNumber).toEqual(names.filter((name) => ![NOTICES.unknownSender, NOTICES.neutral, NOTICES.invitation].includes(name)));
  });

  it('fail when they are unknown or a fact is missing', () => {
    expect(() => lettered('gossip', FACTS, TEXTS)).toThrow('gossip');
    expect(() => lettered(NOTICES.survey.template, { caseNumber: '20261102000001' }, TEXTS)).toThrow('link');
  });
});

describe('the key of a cause', () => {
  it('is one for an event, or one for a round', () => {
    expect(dedupeKeyOf({ event: 'case.asked', template: 'asked' }, '20261102000001', 17, 2)).toBe('asked:20261102000001:17');
    const once = { event: 'case.review-passed', template: 'survey', once: 'round' as const };
    expect(dedupeKeyOf(once, '20261102000001', 17, 2)).toBe('survey:20261102000001:r2');
  });
});

describe('a wish', () => {
  it.each([
    ['TD', 'stop'],
    [' td ', 'stop'],
    ['ｔｄ', 'stop'],
    ['退订', 'stop'],
    ['Stop', 'stop'],
    ['start', 'start'],
    ['退订不了怎么办', undefined],
    ['请停止施工', undefined],
    ['', undefined],
  ])('%j is %s', (text, wish) => {
    expect(wishIn(text)).toBe(wish);
  });
});
