import { BadDateError, PriceNotFoundError, PriceResponseError } from '../errors.ts';
import { FIGURES, type Price } from '../price.ts';
import type { TextResponse } from './get-text.ts';

/** The names that `/exchanges` and `/symbols` answer with. */
export function readNames(url: string, response: TextResponse): string[] {
  const value = readJson(url, response);
  if (response.statusCode === 200 && isNames(value)) return value;
  throw new PriceResponseError(url, 'a list of names', response.statusCode, response.body);
}

/** The price that `/price` answers with, `null` for none; its refusals are thrown as the errors that they carry. */
export function readPrice(url: string, response: TextResponse): Price | null {
  const value = readJson(url, response);
  const { statusCode, body } = response;
  if (statusCode === 200 && (value === null || isPrice(value))) return value;
  if (statusCode === 404 && isNotFound(value)) throw new PriceNotFoundError(value.what, value.got, value.known);
  if (statusCode === 400 && isBadDate(value)) throw new BadDateError(value.got);
  throw new PriceResponseError(url, 'a price or null', statusCode, body);
}

function readJson(url: string, { statusCode, body }: TextResponse): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    throw new PriceResponseError(url, 'JSON', statusCode, body);
  }
}

function isNames(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((name) => typeof name === 'string');
}

function isPrice(value: unknown): value is Price {
  if (!isRecord(value)) return false;
  const named = typeof value['exchange'] === 'string' && typeof value['symbol'] === 'string';
  return named && typeof value['day'] === 'string' && FIGURES.every((column) => typeof value[column] === 'number');
}

function isNotFound(value: unknown): value is Pick<PriceNotFoundError, 'what' | 'got' | 'known'> {
  if (!isRecord(value) || value['code'] !== 'ERR_PRICE_NOT_FOUND') return false;
  const isWhat = value['what'] === 'exchange' || value['what'] === 'symbol';
  return isWhat && typeof value['got'] === 'string' && isNames(value['known']);
}

function isBadDate(value: unknown): value is Pick<BadDateError, 'got'> {
  return isRecord(value) && value['code'] === 'ERR_PRICE_BAD_DATE' && typeof value['got'] === 'string';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
