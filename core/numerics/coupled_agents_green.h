/*
 * coupled_agents_green.h - the factors of the agents' Green functions, for the files of coupled_agents.h only.
 *
 * On a panel that begins at 0 and ends at h: phi(0) = 1 and phi meets the condition Y = 2 p X at h; psi(0) = 0 and Y of psi is -1
 * at 0; rho = exp(-integral of lambda/(2 eta)). Then the answer of an agent that begins with X to forcing g and to q = Y - 2 p X at h is
 *
 *     xi(t) = phi'(t) (X + int_0^t psi rho g) + psi'(t) (int_t^h phi rho g - carried q),      carried = phi(h) rho(h)
 *     X(h)  = phi(h) (X + int_0^h psi rho g) - carried psi(h) q,    q(0) = carried q - int_0^h phi rho g
 */
#ifndef RP_COUPLED_AGENTS_GREEN_H
#define RP_COUPLED_AGENTS_GREEN_H
#include "numerics/coupled_agents_lanes.h"

/* Some agents on all nodes: rows of `groups` lanes. */
typedef struct rp_green_block {
  int64_t groups;
  lanes *fall_rate,
      *fall_mass; /* [nodes]: phi', phi rho                                                     */
  lanes *rise_rate,
      *rise_mass; /* [nodes + 1]: psi', psi rho, behind a row for what runs along with them       */
  lanes *kept, *carried,
      *risen;     /* [panels]: phi(h), phi(h) rho(h), psi(h)                                  */
  lanes *riccati; /* [panels + 1]: p                                                          */
  lanes *tables;  /* scratch                                                                  */
} rp_green_block;

/* Agents of a block: fewer on grids of many nodes, so that a block stays near the processor. */
int64_t rp_green_width(const rp_coupled_agents *game);

/* Doubles of a block of `groups` times eight agents, and the block in such memory. */
int64_t rp_green_block_size(const rp_coupled_agents *game, int64_t groups);
rp_green_block rp_green_block_in(const rp_coupled_agents *game, int64_t groups, double *memory);

/* Fills a block with the agents first .. first + count - 1; lanes beyond are of a harmless agent. Returns as rp_coupled_assemble(). */
int64_t rp_green_fill(const rp_coupled_agents *game, int64_t first, int64_t count, const rp_green_block *b);

/* coupled_agents.h's functions for RP_AGENTS_GREEN. */
int64_t rp_green_workspace(const rp_coupled_agents *game);
int64_t rp_green_respond_workspace(const rp_coupled_agents *game);
int64_t rp_green_assemble(const rp_coupled_agents *game, int64_t begin, int64_t end, double *kernel,
                          double *source, double *work);
int64_t rp_green_respond(const rp_coupled_agents *game, int64_t first, int64_t count, const double *forcing,
                         rp_coupled_paths *paths, double *work);

/* eta and a of eight agents at the nodes of a panel. */
void rp_agent_panel_coefficients(const rp_coupled_agents *game, int64_t first, int64_t count, int64_t panel,
                                 lanes *slippage, lanes *risk);

#endif
