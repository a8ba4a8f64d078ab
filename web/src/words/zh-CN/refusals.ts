/** Refusals of the registers, by the server's codes: whole sentences, and words beside a field. */
export const refusals = {
  codes: {
    'behaviour.draft-open': '该条目已有一份待发布稿，请先发布、退回或撤回。',
    'behaviour.not-draft': '这份稿件已经处理过了。',
    'behaviour.same-person': '起草人不能发布或退回自己的稿件。',
    'behaviour.not-yours': '只有起草人可以撤回。',
    'behaviour.code-taken': '编号已被使用。',
    'fee.not-proposed': '这项申请已经处理过了。',
    'fee.not-approved': '只有目录内的项目可以终止。',
    'fee.same-person': '申请人不能审批自己的申请。',
    'fee.not-yours': '只有申请人可以撤回。',
  } as Record<string, string>,
  fields: {
    'unknown-category': '没有这个类别',
    'unknown-behaviour': '目录中没有这一条',
    'unknown-measure': '没有这项措施',
    'unknown-fee': '目录中没有这一项',
    'in-the-past': '不能早于今天',
    'before-start': '不能早于开始日',
    'before-last-version': '须晚于现行版本的生效日',
    taken: '已被使用',
    malformed: '格式不对',
    'too-small': '数值过小',
    'too-large': '数值过大',
    'too-many': '过多',
    'not-in-list': '请从列表中选择',
  } as Record<string, string>,
};
