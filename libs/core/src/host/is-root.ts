/** Whether the engine takes `user` or `user:group` for root; nobody named is root, too. */
export function isRoot(user: string): boolean {
  const [name = ''] = user.split(':');
  return name === '' || name === 'root' || /^[+]?0+$/.test(name);
}
