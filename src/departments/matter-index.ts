import type { Keys } from '../platform/crypto.js';

/** The same name or title written another way: full width, spaces, brackets and dots do not make another. */
const plainOf = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s·•.,，。()（）〔〕[\]【】《》"'“”-]/g, '');

/**
 * Keyed blind indexes by which a department's own finding and the commission's meet without either naming anybody: a person within a
 * department, a document by its number or title. Whoever holds such an index cannot read the name. Source: domain text, sections 6.2 and 9.
 */
export const personIndex = (keys: Keys, name: string, departmentCode: string): string =>
  keys.blind(`${departmentCode}\0${plainOf(name)}`, 'matter-person');
export const documentIndex = (keys: Keys, document: string): string => keys.blind(plainOf(document), 'matter-document');
