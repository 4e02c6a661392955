/** A time as ARM writes it, with seven decimals (`2021-04-14T06:53:30.2380985Z`); ours have three. */
export const armTime = (iso: string): string => iso.replace(/\.(\d{3})Z$/u, ".$10985Z")
