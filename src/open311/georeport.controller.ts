import { Body, Controller, Get, Header, Headers, HttpCode, Inject, Param, Post, Query, Req, Res, UseFilters } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiHeader, ApiOkResponse, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '../domain/errors.js';
import { Clock } from '../platform/clock.js';
import { CONFIG, type Config } from '../platform/config.js';
import { Public } from '../platform/http/access.js';
import { RateLimit } from '../platform/http/rate-limit.js';
import { CONTENT_TYPES, type Format, FORMATS, written } from './answers.js';
import { discoveryOf } from './discovery.js';
import { Open311Errors } from './errors.filter.js';
import { type Fields, textOf } from './filing.js';
import { Filings } from './filings.js';
import { DefinitionView, DiscoveryView, FiledView, FilingInput, ServiceRequestView, ServiceView, TokenView } from './georeport.dto.js';
import { Requests } from './requests.js';
import { Services } from './services.js';
import { OPEN311 } from './settings.js';
import { requestQueryOf } from './window.js';

/** Of requests, by one address; a client that follows its own asks once an hour. */
const READS_PER_MINUTE = 240;

/** Open311 GeoReport v2 beside the own API: categories as services, the public form as requests, public replies to read. ADR 0016. */
@Public()
@ApiTags('open311')
@UseFilters(Open311Errors)
@Controller('open311/v2')
export class GeoReportController {
  private readonly reads = new RateLimit(READS_PER_MINUTE);

  constructor(
    private readonly services: Services,
    private readonly filings: Filings,
    private readonly requests: Requests,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get(['discovery.json', 'discovery.xml'])
  @Header('cache-control', 'public, max-age=60')
  @ApiOkResponse({ type: DiscoveryView })
  discovery(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): string {
    return this.answer(request, reply, 'discovery', discoveryOf(this.config.publicUrl ?? `http://${request.host}`));
  }

  @Get(['services.json', 'services.xml'])
  @Header('cache-control', 'public, max-age=60')
  @ApiQuery({ name: 'jurisdiction_id', required: false })
  @ApiOkResponse({ type: ServiceView, isArray: true })
  list(@Query() query: object, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): string {
    checkJurisdiction(query as Fields);
    return this.answer(request, reply, 'services', this.services.all());
  }

  @Get('services/:file')
  @Header('cache-control', 'public, max-age=60')
  @ApiOkResponse({ type: DefinitionView })
  definition(
    @Param('file') file: string,
    @Query() query: object,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    checkJurisdiction(query as Fields);
    return this.answer(request, reply, 'service_definition', this.services.definition(nameIn(file)));
  }

  @Post(['requests.json', 'requests.xml'])
  @HttpCode(201)
  @ApiConsumes('application/x-www-form-urlencoded', 'application/json')
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiBody({ type: FilingInput })
  @ApiOkResponse({ type: FiledView, isArray: true })
  async file(
    @Body() body: object,
    @Query() query: object,
    @Headers('idempotency-key') key: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const fields: Fields = { ...query, ...body };
    checkJurisdiction(fields);
    return this.answer(request, reply, 'service_requests', [await this.filings.file(fields, request.ip, key)]);
  }

  @Get(['requests.json', 'requests.xml'])
  @ApiQuery({ name: 'service_request_id', required: false, description: 'Up to 100, with commas; overrides all others' })
  @ApiQuery({ name: 'service_code', required: false, description: 'One or several, with commas' })
  @ApiQuery({ name: 'status', required: false, description: 'open, closed' })
  @ApiQuery({ name: 'start_date', required: false, description: 'At most 90 days before end_date' })
  @ApiQuery({ name: 'end_date', required: false })
  @ApiQuery({ name: 'page', required: false })
  @ApiQuery({ name: 'page_size', required: false, description: 'At most 100; of all pages together the first 1,000 requests' })
  @ApiOkResponse({ type: ServiceRequestView, isArray: true })
  async find(@Query() query: object, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    checkJurisdiction(query as Fields);
    await this.reads.pass(request.ip);
    const found = await this.requests.list(requestQueryOf(query as Fields, this.clock.now()));
    return this.answer(request, reply, 'service_requests', found);
  }

  @Get('requests/:file')
  @ApiOkResponse({ type: ServiceRequestView, isArray: true })
  async item(
    @Param('file') file: string,
    @Query() query: object,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    checkJurisdiction(query as Fields);
    await this.reads.pass(request.ip);
    return this.answer(request, reply, 'service_requests', [await this.requests.item(nameIn(file))]);
  }

  @Get('tokens/:file')
  @ApiOkResponse({ type: TokenView, isArray: true })
  async token(
    @Param('file') file: string,
    @Query() query: object,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    checkJurisdiction(query as Fields);
    await this.reads.pass(request.ip);
    return this.answer(request, reply, 'service_requests', [await this.requests.ofToken(nameIn(file))]);
  }

  private answer({ url }: FastifyRequest, reply: FastifyReply, root: string, body: object): string {
    const format = formatIn(url);
    void reply.header('content-type', CONTENT_TYPES[format]);
    return written(format, root, body);
  }
}

/** One city answers here; a client that means another one has come to the wrong address. Throws `open311.jurisdiction-unknown` (404). */
function checkJurisdiction(fields: Fields): void {
  const given = textOf(fields, 'jurisdiction_id');
  if (given !== undefined && given !== OPEN311.jurisdictionId) throw new DomainError('open311.jurisdiction-unknown', 404);
}

const nameIn = (file: string): string => file.slice(0, file.lastIndexOf('.'));

/** By the ending of the path. Throws `open311.format-unknown` (406). */
function formatIn(url: string): Format {
  const path = url.split('?')[0]!;
  const format = FORMATS.find((one) => path.endsWith(`.${one}`));
  if (!format) throw new DomainError('open311.format-unknown', 406);
  return format;
}
