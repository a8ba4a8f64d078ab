/** Puts a text on the clipboard; gives whether it came there, since browsers keep it from pages that came over plain http. Never throws. */
export async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
