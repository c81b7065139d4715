/* The least that a program can do: the peer of the host's start-up, linked with the same libraries. */
int main(void) {
  return 0;
}
