export type { Price } from './price.ts';
export type { PriceData } from './data/open-prices.ts';
export { EXCHANGES, SYMBOLS } from './data/made-prices.ts';
export { FIRST_DAY, LAST_DAY } from './data/reference-path.ts';
export { startPriceServer, type PriceServer, type PriceServerOptions } from './server/start-price-server.ts';
export {
  createPriceClient,
  type PriceCallOptions,
  type PriceClient,
  type PriceClientOptions,
} from './client/create-price-client.ts';
export {
  BadDateError,
  ListenError,
  PortInUseError,
  PriceClientClosedError,
  PriceDataError,
  PriceError,
  PriceNotFoundError,
  PriceResponseError,
  PriceTimeoutError,
  PriceUnreachableError,
} from './errors.ts';
