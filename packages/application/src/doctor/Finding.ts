/** The result of one check of a setup, for the operator of Incident Teams. */
export interface Finding {
  /** What was checked: "Graph permissions". */
  readonly about: string
  /** `problem`: something must be done before the first incident. `warning`: something should be. */
  readonly state: "ok" | "warning" | "problem"
  readonly found: string
  /** What to do. Absent if no action is needed. */
  readonly remedy?: string
}

export const fine = (about: string, found: string): Finding => ({ about, state: "ok", found })

export const warning = (about: string, found: string, remedy: string): Finding => ({
  about,
  state: "warning",
  found,
  remedy
})

export const problem = (about: string, found: string, remedy: string): Finding => ({
  about,
  state: "problem",
  found,
  remedy
})
