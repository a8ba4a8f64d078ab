/** The administrator who takes cases of another system over, by the steps of the screen. */
import { type Json, type Reply, succeeded } from './client.js';
import type { Desks } from './desks.js';
import { csvOf, type OldCase } from './old-cases.js';

/** Whether nothing is being done with an import any more. */
export const settled = ({ state }: Json): boolean => !['checking', 'running'].includes(state as string);

export class ImportDesk {
  constructor(private readonly desks: Desks) {}

  async send(content: string | Uint8Array, { source = '旧平台', name = '历史工单.csv', ...more } = {}): Promise<Reply> {
    const form = new FormData();
    form.append('source', source);
    for (const [field, value] of Object.entries(more)) form.append(field, String(value));
    form.append('file', new Blob([content as BlobPart]), name);
    return (await this.desks.as('admin')).post('/imports', form);
  }

  async sent(content: string | Uint8Array, more: Record<string, string> = {}): Promise<Json> {
    return succeeded(await this.send(content, more), 201);
  }

  async read(id: string): Promise<Json> {
    return succeeded(await (await this.desks.as('admin')).get(`/imports/${id}`));
  }

  async act({ id, version }: Json, action: string): Promise<Reply> {
    return (await this.desks.as('admin')).post(`/imports/${id}/actions/${action}`, { version });
  }

  /** The import once it is as wanted, or as it is when patience ends. */
  async until(id: string, holds: (one: Json) => boolean, patience = 120_000): Promise<Json> {
    const end = Date.now() + patience;
    for (;;) {
      const one = await this.read(id);
      if (holds(one) || Date.now() > end) return one;
      await new Promise((again) => setTimeout(again, 25));
    }
  }

  async checked(one: Json): Promise<Json> {
    succeeded(await this.act(one, 'check'), 200);
    return this.until(one.id as string, settled);
  }

  async ran(one: Json): Promise<Json> {
    succeeded(await this.act(one, 'run'), 200);
    return this.until(one.id as string, settled);
  }

  async takenOver(lines: readonly OldCase[], more: Record<string, string> = {}): Promise<Json> {
    return this.ran(await this.checked(await this.sent(csvOf(lines), more)));
  }
}
