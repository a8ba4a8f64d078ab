/** When the server does not answer. */
export const offline = {
  cut: (time: string) => `网络已断开：您看到的是 ${time} 的内容，写好的内容留在本机，恢复后自动更新。`,
  again: '再试',
  asking: '正在试…',
  fold: '收起提示',
  back: '网络已恢复，内容已更新。',
  unsure: '没有收到答复，不知道这一步是否已经办成。写好的内容还在；恢复后请先看是否已经生效，再决定是否重发。',
  unsureKeyed: '没有收到答复，不知道是否已经登记。内容还在，再发一次即可：同一份登记只会记一件。',
  sendAgain: '再发一次',
  mismatch: '这份登记先前已经收到，内容与现在不同。请先在工单列表里核对，再决定是否另登记一件。',
};
