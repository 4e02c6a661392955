/** What Microsoft Defender and people did to the incidents, as far as it decides what must become of them. */
export class Deeds {
  /** Into which incident each was merged, and when that began: milliseconds since the epoch. */
  readonly merged = new Map<string, { readonly into: string; readonly at: number }>()
  /** Closed by a person, and when at the earliest. */
  readonly closed = new Map<string, number>()
  /** Whom the team of an incident was requested with, by object id. */
  readonly people = new Map<string, string>()

  /** The incident that continues; undefined where the merges lead in a circle. */
  end(incident: string): string | undefined {
    const passed = new Set<string>()
    let end = incident
    for (;;) {
      const { into } = this.merged.get(end) ?? {}
      if (into === undefined) return end
      if (passed.has(end)) return undefined
      passed.add(end)
      end = into
    }
  }

  /** Neither closed nor merged at that time: nothing may archive its team. */
  wasOpen(incident: string, at: number): boolean {
    return at < (this.closed.get(incident) ?? Infinity) && at < (this.merged.get(incident)?.at ?? Infinity)
  }

  isOpen(incident: string): boolean {
    return !this.closed.has(incident) && !this.merged.has(incident)
  }
}
