/**
 * Where the bytes of files lie; the database keeps only what they are. A name is `folder/id`, `folder/id.copy`
 * or, closed under the commission's key, `folder/id.sealed`; made by us and never taken from a visitor. Extended by an adapter; the class is also the token to ask for one.
 */
export abstract class FileStore {
  /** Keeps bytes under a new name, encrypted and bound to it; they outlast a power cut once this returns. */
  abstract put(name: string, bytes: Buffer): Promise<void>;
  /** The bytes as they were put; throws when they are missing or were changed. */
  abstract get(name: string): Promise<Buffer>;
  /** Forgets the bytes; a name that is not there is no error. */
  abstract remove(name: string): Promise<void>;
  /** Names in a folder, unfinished ones included, that were put longer ago than so many milliseconds. */
  abstract olderThan(folder: string, ageMs: number): Promise<string[]>;
}
