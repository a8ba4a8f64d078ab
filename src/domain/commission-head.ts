/** Who heads the commission, as a city writes it down: the name, and the offices by which people call the post. */
export interface CommissionHead {
  name: string;
  posts: readonly string[];
}

const bare = (text: string): string => text.normalize('NFKC').replace(/[\s·,，。、()（）]/g, '');

/**
 * Whether an accusation is one of the commission's own head: the reporter says so, or names the head or the post. Such a complaint is not
 * kept here. Source: domain text 6.4; 纪检监察机关处理检举控告工作规则.
 */
export function accusesHead(
  { declared, namedOfficial }: { declared?: boolean | undefined; namedOfficial?: string | undefined },
  head: CommissionHead,
): boolean {
  if (declared === true) return true;
  const named = bare(namedOfficial ?? '');
  return named !== '' && [head.name, ...head.posts].some((one) => named.includes(bare(one)));
}
