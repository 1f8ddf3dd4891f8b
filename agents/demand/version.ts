/** Raised with every change of what the engine answers: kept forecasts of an earlier one are then made again. */
export const ENGINE_VERSION = 10;
