/**
 * What `options.js` exports, for the script for pages, whose connection has the default options.
 */
import { DEFAULTS, defaultReconnectDelay } from './default-options.js';

export const checkOptions = () => ({ ...DEFAULTS, nextDelay: defaultReconnectDelay });
