/** Longest name of an alarm, in characters. API_PutMetricAlarm. */
export const MAX_ALARM_NAME = 255;

/** Longest description, in characters. */
export const MAX_DESCRIPTION = 1_024;

/** Actions on the way to one state, at most. */
export const MAX_ACTIONS = 5;
