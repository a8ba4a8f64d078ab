// What the load does: the requests of one intake and of one life cycle, as the public form and the console send them.
import { randomUUID } from 'node:crypto';

/** The departments take turns, so that no list of one department grows out of proportion. */
const DEPARTMENTS = ['market', 'tax', 'housing', 'transport', 'ecology', 'police', 'fire', 'urban'];
const MATTERS = [
  ['开餐馆办证跑了六趟', '我在南关街开一家小餐馆，办食品经营许可证前后跑了六趟，每次窗口都说材料不齐，又不肯一次性告知还差什么。'],
  ['检查频繁影响生产', '我们是一家三十人的加工厂，上个月先后来了四批人检查，内容都一样，每次都要停线半天，也没有留下检查文书。'],
  ['收费没有依据', '窗口要求交两千元服务费才肯受理，我问收费依据是什么，工作人员说大家都交，也不开票据，请核实处理。'],
  ['窗口态度生硬', '昨天下午去大厅咨询变更登记，工作人员一直看手机，问了三遍才说不归他管，让我自己去楼上打听。'],
];
const SUMMARY = '来电人反映办理事项时未被一次性告知所需材料，往返多次，请核实情况并依法答复。';
const NOTE = '经调阅受理记录并询问窗口人员，来电人所述基本属实，已当面说明情况并补齐一次性告知单。';
const REPLY = '您好，您反映的问题已经核实。因窗口未一次性告知给您带来不便，我们表示歉意，现已为您办结，并对窗口人员进行了教育。';

/** Who has to be signed in for `lifeCycle`. */
export const PEOPLE = ['operator1', 'dispatcher1', 'reviewer1', ...DEPARTMENTS.flatMap((code) => [`${code}.handler1`, `${code}.leader`])];
export const VARIETY = DEPARTMENTS.length;

const complaint = (turn) => {
  const [title, description] = MATTERS[turn % MATTERS.length];
  const complainant = { name: '郑晓东', phone: `1390000${String(1000 + (turn % 9000))}` };
  return { kind: 'complaint', title, description, region: '城区', visits: 6, complainant };
};
const once = () => ({ 'idempotency-key': randomUUID() });

/** One web complaint. */
export async function intake(send, turn) {
  await send('intake', '/public/complaints', complaint(turn), { headers: once() });
}

/** One case from the telephone to its end: nine writes by five people. */
export async function lifeCycle(send, turn) {
  const code = DEPARTMENTS[turn % DEPARTMENTS.length];
  const [handler, leader] = [`${code}.handler1`, `${code}.leader`];
  const phoned = { ...complaint(turn), channel: 'phone', urgency: 'normal' };
  let { caseNumber, version } = await send('register', '/cases', phoned, { headers: once(), as: 'operator1' });
  const act = async (as, action, body = {}) => {
    ({ version } = await send(action, `/cases/${caseNumber}/actions/${action}`, { version, ...body }, { as }));
  };
  await act('dispatcher1', 'dispatch', { lead: code, summary: SUMMARY });
  await act(handler, 'sign');
  await act(handler, 'log-progress', { text: '已与来电人通话，说明办理进度。', contacted: true });
  await act(handler, 'answer', { finding: 'true', solved: 'solved', internalNote: NOTE, publicReply: REPLY });
  await act(leader, 'sign-off');
  await act('reviewer1', 'pass');
  const satisfied = { satisfiedResult: 'satisfied', satisfiedProcess: 'satisfied' };
  await act('reviewer1', 'call-back', { reached: true, contacted: true, solved: 'solved', ...satisfied });
  await act('reviewer1', 'close');
}

/** The two measures: a story, and how many writes it is made of. */
export const STORIES = [
  { name: 'intake', story: intake, writes: 1 },
  { name: 'life cycle', story: lifeCycle, writes: 9 },
];
