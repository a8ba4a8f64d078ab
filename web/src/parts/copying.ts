import { ElMessage } from 'element-plus';
import { copied } from '../clipboard.js';
import { w } from '../words/index.js';

/** Copies and says so. Where the browser does not allow it, what is shown of the text is marked, to be copied by hand. */
export async function copyOrMark(text: string, shown?: HTMLElement): Promise<void> {
  if (await copied(text)) return void ElMessage.success(w.value.frame.copied);
  if (shown) window.getSelection()?.selectAllChildren(shown);
  ElMessage.warning(w.value.frame.notCopied);
}
