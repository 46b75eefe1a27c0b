/** What whoever started the command can mend by starting it otherwise: exit code 2. */
export class WrongUse extends Error {}

/** Exit codes of every command. */
export const DONE = 0
export const FOUND_A_FAULT = 1
export const WRONG_USE = 2
