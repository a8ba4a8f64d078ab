import { Injectable } from '@nestjs/common';
import type { Actor } from '../domain/case-state.js';
import { dayOf, isoOf } from '../domain/time.js';
import { Clock } from '../platform/clock.js';
import { type Block, type BlockName, BLOCKS, filled, homeSettings, type Own } from './blocks.js';
import { DeskBlocks } from './desk-blocks.js';
import type { HomeBlock, HomeView } from './home.dto.js';
import { HouseBlocks } from './house-blocks.js';
import { Looks } from './looks.js';
import { OfficeBlocks } from './office-blocks.js';

/**
 * The first page: the beginnings of the lists that matter to a role, each asked of the list's own service, so that the page never shows
 * what its list would not. The number of questions depends on the blocks alone.
 */
@Injectable()
export class HomeQueries {
  private readonly settings = homeSettings();

  constructor(
    private readonly looks: Looks,
    private readonly desk: DeskBlocks,
    private readonly office: OfficeBlocks,
    private readonly house: HouseBlocks,
    private readonly clock: Clock,
  ) {}

  async view(by: Actor): Promise<HomeView> {
    const since = isoOf(await this.looks.since(by));
    const own: Own = { today: dayOf(this.clock.now()), since, department: by.departmentCode ?? '', me: by.username };
    const blocks: HomeBlock[] = [];
    for (const name of this.namesOf(by)) blocks.push(await this.block(name, own, by));
    return { since, dispatchFrom: this.settings.dispatchFrom, blocks };
  }

  /** Who has several roles finds the blocks of each, none twice. */
  private namesOf(by: Actor): BlockName[] {
    return [...new Set(by.roles.flatMap((role) => this.settings.roles[role as keyof typeof this.settings.roles] ?? []))];
  }

  private async block(name: BlockName, own: Own, by: Actor): Promise<HomeBlock> {
    const { part, source, query, place, shows }: Block = BLOCKS[name];
    const ask = { ...this.desk.sources, ...this.office.sources, ...this.house.sources }[source]!;
    const asked = filled(query, own);
    const found = await ask({ query: asked, page: 1, pageSize: this.settings.lines, since: own.since }, by);
    const filters = Object.entries(shows ? filled(shows, own) : asked).map(([key, value]) => [key, String(value)]);
    return { name, part, source, place, filters: Object.fromEntries(filters) as Record<string, string>, ...found };
  }
}
