/** What a look at a set-up found about one thing, in words for whoever runs Incident Teams. */
export interface Finding {
  /** What was looked at: "Graph permissions". */
  readonly about: string
  /** `problem`: something must be done before the first incident. `warning`: something should be. */
  readonly state: "ok" | "warning" | "problem"
  readonly found: string
  /** What to do; none where nothing is. */
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
