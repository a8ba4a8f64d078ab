/** What was chosen in an input. It is left empty, or the same file, put right meanwhile, could not be chosen again. */
export function takeChosen(input: HTMLInputElement): File[] {
  const files = [...(input.files ?? [])];
  input.value = '';
  return files;
}
