/** What a browser calls itself, cut to what a person knows it by: `Edge 130 · Windows`; empty when it says nothing one knows. */
export function deviceText(agent: string | undefined): string {
  const browser = /(Edg|Firefox|Chrome|Safari)[/ ]?(\d+)?/.exec(agent ?? '');
  const name = browser?.[1] === 'Edg' ? 'Edge' : browser?.[1];
  return [name && [name, browser?.[2]].filter(Boolean).join(' '), systemOf(agent)].filter(Boolean).join(' · ');
}

/** The system a browser says it runs on: `Windows`, `iPhone`. */
export const systemOf = (agent: string | undefined): string => /(Windows|Android|iPhone|iPad|Mac OS X|Linux)/.exec(agent ?? '')?.[1] ?? '';
