/** Whether `pattern`, in which `*` is any text and `?` any character, is all of `text`. In linear space, without going back more than one `*`. */
export function matchesWildcard(pattern: string, text: string): boolean {
  let [at, read] = [0, 0]
  let [star, resume] = [-1, 0]
  while (read < text.length) {
    const sign = pattern[at]
    if (sign === '*') {
      star = at
      resume = read
      at += 1
    } else if (sign !== undefined && (sign === '?' || sign === text[read])) {
      at += 1
      read += 1
    } else if (star >= 0) {
      resume += 1
      read = resume
      at = star + 1
    } else return false
  }
  while (pattern[at] === '*') at += 1
  return at === pattern.length
}
