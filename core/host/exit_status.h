/* exit_status.h - what the program's exit status says. The table for people is in `reprise --help`. */
#ifndef RP_EXIT_STATUS_H
#define RP_EXIT_STATUS_H

#define RP_EXIT_STATUSES(X)                                                                                  \
  X(fine, FINE, 0)       /* all is as it should be */                                                        \
  X(wrong, WRONG, 1)     /* the script or its input is wrong */                                              \
  X(usage, USAGE, 2)     /* the command line is wrong */                                                     \
  X(verdict, VERDICT, 3) /* a verdict differs from what the ledger expects, or is missing */                 \
  X(differ, DIFFER, 4)   /* results differ from those they are compared with */                              \
  X(limit, LIMIT, 5)     /* time or memory ran out */                                                        \
  X(crash, CRASH, 6)     /* the script's process died */                                                     \
  X(outside, OUTSIDE, 7) /* something outside failed: disk, gnuplot, pandoc */                               \
  X(interrupted, INTERRUPTED, 130)

#define X(name, constant, value) RP_EXIT_##constant = value,
enum { RP_EXIT_STATUSES(X) };
#undef X

#endif
