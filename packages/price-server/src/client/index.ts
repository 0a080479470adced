export type { Price } from '../price.ts';
export {
  createPriceClient,
  type PriceCallOptions,
  type PriceClient,
  type PriceClientOptions,
} from './create-price-client.ts';
export {
  BadDateError,
  PriceClientClosedError,
  PriceError,
  PriceNotFoundError,
  PriceResponseError,
  PriceTimeoutError,
  PriceUnreachableError,
} from '../errors.ts';
