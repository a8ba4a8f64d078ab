import type { Exchange } from './exchange.js';
import { Room } from './room.js';

const KEPT = 2000;

/** The conferences of the account. A name belongs to one conference at a time; when that is over, to the next. */
export class Rooms {
  readonly all = new Map<string, Room>();

  constructor(private readonly exchange: Exchange) {}

  /** The open conference of that name, opened if there is none. */
  named(name: string): Room {
    const open = this.openNamed(name);
    if (open) return open;
    const room = new Room(this.exchange, name);
    this.all.set(room.sid, room);
    for (const old of this.all.values()) {
      if (this.all.size <= KEPT) break;
      if (old.status === 'completed') this.all.delete(old.sid);
    }
    return room;
  }

  openNamed(name: string): Room | undefined {
    return [...this.all.values()].find((room) => room.name === name && room.status !== 'completed');
  }
}
