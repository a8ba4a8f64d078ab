/** A file from outside is shown without any power over the page, and never kept by a cache. */
export const SENT_FILE_HEADERS = {
  'content-security-policy':
    "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'cache-control': 'private, no-store',
};

/** Pictures and sound may be looked at in the page; everything else is only saved. */
const IN_THE_PAGE = /^(image|audio|video)\//;

/** Type and disposition of a file under its own name (RFC 8187). */
export function dispositionOf(name: string, type: string): { type: string; disposition: string } {
  const way = IN_THE_PAGE.test(type) ? 'inline' : 'attachment';
  const plain = `attachment${/\.\w{1,5}$/.exec(name)?.[0] ?? ''}`;
  const full = encodeURIComponent(name).replace(/['()*]/g, escaped);
  return {
    type: type === 'text/plain' ? 'text/plain; charset=utf-8' : type,
    disposition: `${way}; filename="${plain}"; filename*=UTF-8''${full}`,
  };
}

/** Characters that encodeURIComponent leaves and RFC 8187 does not allow. */
const escaped = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
