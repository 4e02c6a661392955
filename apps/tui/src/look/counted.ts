/** `1 alert`, `3 alerts`, `2 people`. */
export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`

export const countedPeople = (count: number): string => counted(count, "person", "people")
