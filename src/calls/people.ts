import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Reference } from '../departments/reference.js';
import { Tail } from '../events/tail.js';
import { Db } from '../platform/db.js';

/** Names of staff for lists, kept in memory: they change a few times a year. */
@Injectable()
export class People implements OnModuleInit {
  private names = new Map<string, string>();

  constructor(
    private readonly db: Db,
    private readonly reference: Reference,
    tail: Tail,
  ) {
    tail.listen((events) => (events.some(({ type }) => type.startsWith('account.')) ? this.onModuleInit() : Promise.resolve()));
  }

  async onModuleInit(): Promise<void> {
    const rows = await this.db.readPrimary<{ username: string; name: string }>('SELECT username, name FROM accounts').catch(() => []);
    this.names = new Map(rows.map(({ username, name }) => [username, name]));
  }

  nameOf(username: string): string {
    return this.names.get(username) ?? username;
  }

  departmentName(code: string): string {
    return this.reference.department(code)?.name ?? code;
  }
}
