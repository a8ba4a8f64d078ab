import fc from 'fast-check';
import { answerBy, isFitForAll, isPublished, OPEN_STATUSES, replyOf } from './public-reply.js';
import { CASE_STATUSES, type CaseStatus } from './vocabulary.js';

const part = (status: 'accepted' | 'answered' | 'working', publicReply: string | null) => ({ status, publicReply });
const replied = (status: CaseStatus, more: object = {}) => ({
  status,
  outcomeText: null,
  accusation: false,
  categoryCode: '0102',
  assignments: [part('accepted', '已办结')],
  ...more,
});

describe('the reply to a complainant', () => {
  it.each<[string, Parameters<typeof replyOf>[0], string | undefined]>([
    ['is the answer given at once', { status: 'answered', outcomeText: '周六上午开放', assignments: [] }, '周六上午开放'],
    ['is the reason of a rejection', { status: 'rejected', outcomeText: '已进入诉讼', assignments: [] }, '已进入诉讼'],
    ['is none without a word', { status: 'answered', outcomeText: null, assignments: [] }, undefined],
    ['is none while no department has replied', { status: 'handling', outcomeText: null, assignments: [part('working', null)] }, undefined],
    [
      'is none while the hotline has not passed it',
      { status: 'pending_review', outcomeText: null, assignments: [part('answered', '已办')] },
      undefined,
    ],
    ['is what was passed', { status: 'closed', outcomeText: null, assignments: [part('accepted', '已办')] }, '已办'],
    [
      'is all of several replies',
      { status: 'closed', outcomeText: null, assignments: [part('accepted', '甲'), part('answered', '乙'), part('accepted', '丙')] },
      '甲\n\n丙',
    ],
  ])('%s', (_, given, expected) => expect(replyOf(given)).toBe(expected));
});

describe('a case that everybody may know of', () => {
  it.each<[string, Parameters<typeof isPublished>[0], boolean, boolean]>([
    ['closed, with a reply', replied('closed'), false, true],
    ['in the archive', replied('archived'), false, true],
    ['waiting for its call-back', replied('pending_callback'), false, true],
    ['answered at once', replied('answered', { assignments: [], outcomeText: '周六上午开放' }), false, true],
    ['of an anonymous complainant', replied('closed'), true, false],
    ['that accuses somebody', replied('closed', { accusation: true }), false, false],
    ['without a category', replied('closed', { categoryCode: null }), false, false],
    ['closed without a reply', replied('closed', { assignments: [part('accepted', null)] }), false, false],
    ['sealed', replied('sealed'), false, false],
    ['taken back', replied('withdrawn'), false, false],
    ['that had ended in another system', replied('archived', { exclusion: 'imported' }), false, false],
    ['rejected', replied('rejected', { outcomeText: '已进入诉讼' }), false, false],
    ['being handled again', replied('handling', { assignments: [part('working', '已办结')] }), false, false],
    ['not reviewed yet', replied('pending_review', { assignments: [part('answered', '已办结')] }), false, false],
  ])('is one %s: %#', (_, current, anonymous, expected) => expect(isPublished(current, { anonymous })).toBe(expected));

  it('is never one of an accusation or of somebody anonymous, whatever else holds', () => {
    const any = fc.record({
      status: fc.constantFrom(...CASE_STATUSES),
      outcomeText: fc.option(fc.string()),
      accusation: fc.boolean(),
      categoryCode: fc.option(fc.constant('0102')),
      assignments: fc.array(
        fc.record({ status: fc.constantFrom('accepted' as const, 'answered' as const), publicReply: fc.option(fc.string()) }),
      ),
    });
    fc.assert(
      fc.property(any, fc.boolean(), (current, anonymous) => {
        if (!isPublished(current, { anonymous })) return;
        expect([anonymous, current.accusation, current.status in OPEN_STATUSES]).toEqual([false, false, true]);
        expect(replyOf(current)).toBeTruthy();
      }),
    );
  });
});

describe('the day a complainant may count on', () => {
  const limit = (name: 'answer' | 'acceptance' | 'call-back' | 'sign', dueAt: number, state: 'running' | 'paused' | 'met' = 'running') => ({
    name,
    dueAt,
    state,
  });
  it.each<[string, Parameters<typeof answerBy>[0], number | undefined]>([
    ['is the latest limit of an answer', [limit('answer', 5), limit('answer', 9), limit('acceptance', 20)], 9],
    ['is the acceptance before that', [limit('acceptance', 3)], 3],
    ['is the call-back after it', [limit('answer', 5, 'met'), limit('call-back', 12)], 12],
    ['stands while a limit rests', [limit('answer', 7, 'paused')], 7],
    ['is none of the office’s own clocks', [limit('sign', 2)], undefined],
    ['is none at the end', [limit('answer', 5, 'met')], undefined],
  ])('%s', (_, limits, expected) => expect(answerBy(limits)).toBe(expected));
});

describe('a reply is fit for all', () => {
  const around = {
    known: [
      { kind: 'name' as const, value: '欧阳小满', mustGo: true },
      { kind: 'company' as const, value: '九台市盛源粮油有限公司', mustGo: true },
    ],
    places: ['卡伦湖街道', '民生路'],
    authorities: ['市场监督管理局'],
  };
  it.each([
    ['已对窗口人员批评教育，该事项已一次办结。', true],
    ['经市场监督管理局核实，多收的 300 元已于 2026 年 3 月 5 日退还。', true],
    ['欧阳小满同志：您反映的问题已办结。', false],
    ['小满同志：您反映的问题已办结。', false],
    ['已与盛源粮油联系，费用已退。', false],
    ['已电话 13800138000 告知。', false],
    ['已到卡伦湖街道现场查看。', false],
    ['已到民生路 12 号现场查看。', false],
    ['王科长已当面致歉。', false],
    ['请联系 hello@example.org。', false],
  ])('where nothing in it leads to anybody: %s %s', (reply, expected) => expect(isFitForAll(reply, around)).toBe(expected));
});
