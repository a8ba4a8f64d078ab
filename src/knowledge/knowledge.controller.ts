import { Body, Controller, Get, HttpCode, Param, ParseIntPipe, Post, Put, Query, Req } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { ARTICLE_ACTIONS } from '../domain/articles.js';
import type { Actor } from '../domain/case-state.js';
import { notFound } from '../domain/errors.js';
import { By, For, Public } from '../platform/http/access.js';
import {
  ArticleActionInput,
  ArticleDetail,
  ArticleEditInput,
  ArticleInput,
  ArticleListQuery,
  ArticlePage,
  ArticleRowPage,
  ArticleTasks,
  KnowledgeQuery,
  OpinionInput,
  PublicArticle,
  PublicArticlePage,
  UsefulInput,
} from './article.dto.js';
import { ArticleQueries } from './article.queries.js';
import { articleViewOf } from './article-rows.js';
import { ArticleSearch } from './article-search.js';
import { Articles } from './articles.js';
import { PublicArticles } from './public-articles.js';

/** The articles the hotline answers from. */
@ApiTags('knowledge')
@Controller('knowledge')
export class KnowledgeController {
  constructor(
    private readonly search: ArticleSearch,
    private readonly articles: Articles,
    private readonly queries: ArticleQueries,
  ) {}

  /** Articles in force that answer the words, the likeliest first. */
  @For()
  @Get()
  @ApiOkResponse({ type: ArticlePage })
  async find(@Query() query: KnowledgeQuery): Promise<ArticlePage> {
    const found = await this.search.find({ ...query, isPublic: false });
    return { ...found, items: found.items.map(articleViewOf) };
  }

  /** The register with all states, for those who write, release and answer. */
  @For()
  @Get('register')
  @ApiOkResponse({ type: ArticleRowPage })
  list(@Query() query: ArticleListQuery, @By() by: Actor): Promise<ArticleRowPage> {
    return this.queries.list(query, by);
  }

  @For()
  @Get('tasks')
  @ApiOkResponse({ type: ArticleTasks })
  tasks(@By() by: Actor): Promise<ArticleTasks> {
    return this.queries.tasks(by);
  }

  @For()
  @Get(':id')
  @ApiOkResponse({ type: ArticleDetail })
  item(@Param('id') id: string, @By() by: Actor): Promise<ArticleDetail> {
    return this.queries.item(id, by);
  }

  /** A department writes an article; it is found by nobody before the hotline released it. */
  @For('handler', 'leader')
  @Post()
  @ApiCreatedResponse({ type: ArticleDetail })
  async create(@Body() body: ArticleInput, @By() by: Actor): Promise<ArticleDetail> {
    return this.queries.item(await this.articles.create(body, by), by);
  }

  /** A further version, as a draft beside the one in force. */
  @For('handler', 'leader')
  @Post(':id/versions')
  @ApiCreatedResponse({ type: ArticleDetail })
  async revise(@Param('id') id: string, @Body() body: ArticleInput, @By() by: Actor): Promise<ArticleDetail> {
    await this.articles.revise(id, body, by);
    return this.queries.item(id, by);
  }

  @For('handler', 'leader')
  @Put(':id/versions/:version')
  @ApiOkResponse({ type: ArticleDetail })
  async edit(
    @Param('id') id: string,
    @Param('version', ParseIntPipe) version: number,
    @Body() body: ArticleEditInput,
    @By() by: Actor,
  ): Promise<ArticleDetail> {
    await this.articles.edit(id, version, body, by);
    return this.queries.item(id, by);
  }

  @For('handler', 'leader', 'dispatcher', 'reviewer', 'supervisor')
  @Post(':id/versions/:version/actions/:action')
  @HttpCode(200)
  @ApiParam({ name: 'action', enum: ARTICLE_ACTIONS })
  @ApiOkResponse({ type: ArticleDetail })
  async act(
    @Param() { id, version, action }: { id: string; version: string; action: string },
    @Body() body: ArticleActionInput,
    @By() by: Actor,
  ): Promise<ArticleDetail> {
    const known = ARTICLE_ACTIONS.find((one) => one === action);
    if (!known) throw notFound();
    await this.articles.act(id, Number(version), known, body, by);
    return this.queries.item(id, by);
  }

  /** What the reader thinks of the version in force; may be changed. */
  @For('operator', 'dispatcher', 'reviewer', 'supervisor', 'handler', 'leader')
  @Put(':id/versions/:version/opinion')
  @ApiOkResponse({ type: ArticleDetail })
  async opine(
    @Param('id') id: string,
    @Param('version', ParseIntPipe) version: number,
    @Body() body: OpinionInput,
    @By() by: Actor,
  ): Promise<ArticleDetail> {
    await this.articles.opine(id, version, body, by);
    return this.queries.item(id, by);
  }
}

/** What everybody may read of them. */
@ApiTags('knowledge')
@Controller('public/knowledge')
export class PublicKnowledgeController {
  constructor(private readonly articles: PublicArticles) {}

  @Public()
  @Get()
  @ApiOkResponse({ type: PublicArticlePage })
  list(@Query() query: KnowledgeQuery): Promise<PublicArticlePage> {
    return this.articles.list(query);
  }

  @Public()
  @Get(':id')
  @ApiOkResponse({ type: PublicArticle })
  item(@Param('id') id: string): Promise<PublicArticle> {
    return this.articles.item(id);
  }

  /** Whether it was of use; nothing of the reader is kept. */
  @Public()
  @Post(':id/useful')
  @HttpCode(204)
  @ApiNoContentResponse()
  vote(@Param('id') id: string, @Body() { useful }: UsefulInput, @Req() { ip }: FastifyRequest): Promise<void> {
    return this.articles.vote(id, useful, ip);
  }
}
