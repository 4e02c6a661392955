/** People, and groups, that a search returns at most. By itself, as the console's first frame loads no contract. */
export const defaultFound = 20
