import { Controller, Get, Header, Param, Query } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import { notFound } from '../domain/errors.js';
import { Public } from '../platform/http/access.js';
import { PublicCasePage, PublicCasesQuery, PublicCaseView } from './typical-case.dto.js';
import { TypicalCaseQueries } from './typical-case.queries.js';

const NUMBER = /^\d{4}-\d{3,4}$/;

/** Typical cases as the city publishes them; a minute in caches, so that a withdrawal is felt soon. */
@Public()
@Controller('public/typical-cases')
export class PublicCasesController {
  constructor(private readonly queries: TypicalCaseQueries) {}

  @Get()
  @Header('cache-control', 'public, max-age=60')
  @ApiOkResponse({ type: PublicCasePage })
  list(@Query() query: PublicCasesQuery): Promise<PublicCasePage> {
    return this.queries.published(query);
  }

  @Get(':number')
  @Header('cache-control', 'public, max-age=60')
  @ApiOkResponse({ type: PublicCaseView })
  async item(@Param('number') number: string): Promise<PublicCaseView> {
    if (!NUMBER.test(number)) throw notFound();
    return this.queries.publishedItem(number);
  }
}
