import fc from 'fast-check';
import { newsOf, toldOf, WEBHOOK_NEWS } from './webhook-facts.js';

const event = (type: string, facts: Record<string, unknown>) => ({
  number: 7,
  type,
  at: Date.parse('2026-11-02T02:00:00Z'),
  caseNumber: '20261102000001',
  facts,
});

describe('what other systems are told', () => {
  it.each<[string, Record<string, unknown>, string | undefined, object]>([
    [
      'case.registered',
      {
        kind: 'complaint',
        urgency: 'normal',
        channel: 'web',
        categoryCode: '0103',
        accusedDepartmentCode: 'market',
        region: '民生路 3 号',
        accusation: true,
      },
      'case.registered',
      { kind: 'complaint', urgency: 'normal', channel: 'web', categoryCode: '0103' },
    ],
    [
      'case.dispatched',
      { lead: 'market', assists: ['tax'], summary: '张三反映窗口', designated: true },
      'case.dispatched',
      { lead: 'market', assists: ['tax'] },
    ],
    ['case.review-passed', { note: 'x' }, 'case.replied', {}],
    ['case.answered-directly', { text: '周六开放', knowledgeId: 'k1' }, 'case.replied', {}],
    ['case.closed', { departments: ['market'] }, 'case.closed', { departments: ['market'] }],
    ['case.re-handled', { round: 2, reason: '未解决' }, 'case.reopened', { round: 2 }],
    ['case.rejected', { reasonCode: 'litigation', text: '已进入诉讼' }, 'case.ended', { reasonCode: 'litigation' }],
    ['case.withdrawn', { reason: '不想说了' }, 'case.ended', {}],
    [
      'limit.overdue',
      { limit: 'answer', departmentCode: 'market', dueAt: Date.parse('2026-11-09T09:30:00Z') },
      'case.escalated',
      { limit: 'answer', departmentCode: 'market', dueAt: '2026-11-09T17:30:00.000+08:00' },
    ],
    ['case.supervised', { mode: 'key', task: '限期整改', dueAt: 'soon 张三' }, 'case.escalated', { mode: 'key' }],
    ['case.sealed', { reason: '索贿' }, undefined, {}],
    ['case.unmasked', { fields: ['name'] }, undefined, {}],
    ['case.message-received', {}, undefined, {}],
    ['session.opened', {}, undefined, {}],
  ])('of %s is no more than its codes', (type, facts, news, leaving) => {
    expect(newsOf(type)).toBe(news);
    const told = toldOf(event(type, facts));
    if (news === undefined) expect(told).toBeUndefined();
    else
      expect(told).toEqual({
        type: news,
        number: 7,
        at: '2026-11-02T10:00:00.000+08:00',
        caseNumber: '20261102000001',
        cause: type,
        facts: leaving,
      });
  });

  it('is never a sentence, whatever stands in a field that may leave', () => {
    const fields = Object.values(WEBHOOK_NEWS).flatMap((causes) => Object.entries(causes) as [string, readonly string[]][]);
    fc.assert(
      fc.property(fc.constantFrom(...fields), fc.string(), fc.anything(), ([type, names], text, any) => {
        const facts = Object.fromEntries(names.map((name, n) => [name, n % 2 === 0 ? `${text}，张三 13800138000` : [any, `${text}。`]]));
        const told = toldOf(event(type, facts))!;
        for (const value of Object.values(told.facts).flat()) expect(String(value)).toMatch(/^[\w.-]{1,64}$/);
      }),
    );
  });

  it('names no event twice, and never one of the commission', () => {
    const causes = Object.values(WEBHOOK_NEWS).flatMap((one) => Object.keys(one));
    expect(new Set(causes).size).toBe(causes.length);
    expect(causes.filter((cause) => /sealed|commission|unmask|investigation/.test(cause))).toEqual([]);
  });
});
