/** What is done beside the usual life so that a call is made: in Teams, by Microsoft Defender, or here. */
export type Hand =
  | "takes the owners out"
  | "deletes the team"
  /** The tenant's policy lets groups expire, and weeks pass. */
  | "lets the team come close to its end"
  /** Into another one, which has no team. */
  | "merges the incident"
  /** Another incident, whose team has other people, into this one. */
  | "merges another team's incident"
  /** One without a team, and unlinks it again. */
  | "links an incident"
  /** With its team, and unlinks it again. */
  | "links another team's incident"
