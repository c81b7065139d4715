/* type_game.c - see type_game.h. */
#include "type_game.h"
#include <stddef.h>

/* Counts terms, or writes them. */
typedef struct writer {
  const rp_type_game *game;
  const rp_type_fields *fields;
  rp_reaction_term *term;
  int64_t terms;
} writer;

static void add(writer *w, int64_t target, int64_t left, int64_t right, double weight) {
  if (w->term) w->term[w->terms] = (rp_reaction_term){(int32_t)target, (int32_t)left, (int32_t)right, weight};
  ++w->terms;
}

static int64_t n_at(const writer *w, int64_t i, int64_t j) {
  return w->fields->feedback + j * w->game->types + i;
}
static int64_t q_at(const writer *w, int64_t k) {
  return w->fields->forcing + k;
}
static int64_t variance(const writer *w) {
  return w->fields->unknowns + RP_TYPE_VARIANCE;
}
static int64_t drift(const writer *w) {
  return w->fields->unknowns + RP_TYPE_DRIFT;
}
static double inverse(const writer *w, int64_t k) {
  return w->term ? 1 / w->game->slippage[k] : 0;
}
static double coupling(const writer *w, int64_t k, int64_t l) {
  return w->term ? w->game->impact * (w->game->count[l] - (k == l)) : 0;
}
static double risk(const writer *w, int64_t k) {
  return w->term ? w->game->risk_aversion[k] : 0;
}
static double impact(const writer *w) {
  return w->term ? w->game->impact : 0;
}

static void equilibrium(writer *w) {
  int64_t types = w->game->types;
  for (int64_t j = 0; j < types; ++j)
    for (int64_t i = 0; i < types; ++i) {
      for (int64_t l = 0; l < types; ++l) {
        add(w, n_at(w, i, j), n_at(w, i, l), n_at(w, l, j), -inverse(w, l));
        add(w, n_at(w, i, j), n_at(w, l, j), RP_REACTION_ONE, coupling(w, i, l) * inverse(w, l) / 2);
      }
      if (i == j) add(w, n_at(w, i, j), variance(w), RP_REACTION_ONE, risk(w, i));
    }
  for (int64_t i = 0; w->fields->forcing >= 0 && i < types; ++i) {
    for (int64_t l = 0; l < types; ++l) {
      add(w, q_at(w, i), n_at(w, i, l), q_at(w, l), -inverse(w, l));
      add(w, q_at(w, i), q_at(w, l), RP_REACTION_ONE, coupling(w, i, l) * inverse(w, l) / 2);
    }
    add(w, q_at(w, i), drift(w), RP_REACTION_ONE, -1);
  }
}

static void scalars(writer *w) {
  const rp_type_fields *f = w->fields;
  for (int64_t k = 0; k < w->game->types; ++k) {
    if (f->deviation >= 0) {
      add(w, f->deviation + k, f->deviation + k, f->deviation + k, -inverse(w, k));
      add(w, f->deviation + k, f->deviation + k, RP_REACTION_ONE, -impact(w) * inverse(w, k) / 2);
      add(w, f->deviation + k, variance(w), RP_REACTION_ONE, risk(w, k));
    }
    if (f->kept >= 0) add(w, f->kept + k, f->deviation + k, f->kept + k, -inverse(w, k));
    if (f->own >= 0) {
      add(w, f->own + k, f->own + k, f->own + k, -inverse(w, k));
      add(w, f->own + k, variance(w), RP_REACTION_ONE, risk(w, k));
    }
    if (f->deviation_cost >= 0) {
      add(w, f->deviation_cost + k, f->deviation + k, f->deviation_cost + k, -2 * inverse(w, k));
      add(w, f->deviation_cost + k, f->deviation + k, f->deviation + k, inverse(w, k));
      add(w, f->deviation_cost + k, f->deviation + k, RP_REACTION_ONE, -impact(w) * inverse(w, k));
      add(w, f->deviation_cost + k, variance(w), RP_REACTION_ONE, risk(w, k));
    }
    if (f->constant >= 0) add(w, f->constant + k, q_at(w, k), q_at(w, k), -inverse(w, k) / 4);
  }
}

static void expectations(writer *w) {
  const rp_type_fields *f = w->fields;
  int64_t types = w->game->types;
  for (int64_t i = 0; f->mean >= 0 && i < types; ++i)
    for (int64_t l = 0; l < types; ++l) {
      for (int64_t j = 0; j < types; ++j)
        add(w, f->mean + i * types + j, f->mean + i * types + l, n_at(w, l, j), -inverse(w, l));
      if (f->shift >= 0) add(w, f->shift + i, f->mean + i * types + l, q_at(w, l), -inverse(w, l) / 2);
    }
}

/* The transport of a quadratic form along m' = -E (N m + q/2). */
static void transport(writer *w, int64_t form) {
  int64_t types = w->game->types, linear = form + types * types, constant = linear + types;
  for (int64_t i = 0; i < types; ++i)
    for (int64_t l = 0; l < types; ++l) {
      for (int64_t j = 0; j < types; ++j) {
        add(w, form + j * types + i, n_at(w, l, i), form + j * types + l, -inverse(w, l));
        add(w, form + j * types + i, form + l * types + i, n_at(w, l, j), -inverse(w, l));
      }
      add(w, linear + i, form + l * types + i, q_at(w, l), -inverse(w, l) / 2);
      add(w, linear + i, form + i * types + l, q_at(w, l), -inverse(w, l) / 2);
      add(w, linear + i, n_at(w, l, i), linear + l, -inverse(w, l));
    }
  for (int64_t l = 0; l < types; ++l)
    add(w, constant, linear + l, q_at(w, l), -inverse(w, l) / 2);
}

/* Slippage, risk and forcing of an agent at its type's mean: eta xi_k^2 + a_k m_k^2 - m_k (b + sum_l C_kl xi_l). */
static void running_cost(writer *w, int64_t form, int64_t k) {
  int64_t types = w->game->types, linear = form + types * types, constant = linear + types;
  for (int64_t i = 0; i < types; ++i) {
    for (int64_t j = 0; j < types; ++j)
      add(w, form + j * types + i, n_at(w, k, i), n_at(w, k, j), inverse(w, k));
    add(w, linear + i, n_at(w, k, i), q_at(w, k), inverse(w, k));
    for (int64_t l = 0; l < types; ++l) /* row k, column i */
      add(w, form + i * types + k, n_at(w, l, i), RP_REACTION_ONE, coupling(w, k, l) * inverse(w, l));
    add(w, linear + k, q_at(w, i), RP_REACTION_ONE, coupling(w, k, i) * inverse(w, i) / 2);
  }
  add(w, form + k * types + k, variance(w), RP_REACTION_ONE, risk(w, k));
  add(w, linear + k, drift(w), RP_REACTION_ONE, -1);
  add(w, constant, q_at(w, k), q_at(w, k), inverse(w, k) / 4);
}

static void write_all(writer *w) {
  const rp_type_fields *f = w->fields;
  if (f->feedback >= 0) equilibrium(w);
  scalars(w);
  expectations(w);
  for (int64_t k = 0; k < w->game->types; ++k) {
    if (f->second >= 0) transport(w, f->second + k * f->form);
    if (f->cost >= 0) transport(w, f->cost + k * f->form);
    if (f->cost >= 0) running_cost(w, f->cost + k * f->form, k);
  }
}

static int32_t take(bool wanted, int64_t size, int32_t *unknowns) {
  if (!wanted) return -1;
  int32_t first = *unknowns;
  *unknowns += (int32_t)size;
  return first;
}

/* Ends of blocks; writes them if there is room. */
static int64_t blocks_of(int64_t types, const rp_type_fields *f, int32_t *block) {
  const struct {
    int32_t first;
    int64_t blocks, size;
  } kinds[] = {{f->feedback, types, types}, {f->forcing, 1, types},
               {f->deviation, types, 1},    {f->kept, types, 1},
               {f->own, types, 1},          {f->mean, types, types},
               {f->shift, types, 1},        {f->deviation_cost, types, 1},
               {f->constant, types, 1},     {f->second, types, f->form},
               {f->cost, types, f->form}};
  int64_t count = 0;
  for (uint64_t i = 0; i < sizeof kinds / sizeof *kinds; ++i) {
    if (kinds[i].first < 0) continue;
    bool form = kinds[i].first == f->second || kinds[i].first == f->cost;
    for (int64_t b = 0; b < kinds[i].blocks; ++b) {
      int32_t from = kinds[i].first + (int32_t)(b * kinds[i].size);
      for (int64_t part = 0; part < (form ? types + 2 : 1); ++part) { /* columns of S, s, c */
        if (block) block[count] = from + (int32_t)(part * types);
        ++count;
      }
    }
  }
  if (block) block[count] = f->unknowns;
  return count;
}

void rp_type_fields_number(int64_t types, const rp_type_wishes *wishes, rp_type_fields *fields,
                           int64_t *terms, int64_t *blocks) {
  rp_type_wishes w = *wishes;
  w.deviation = w.deviation || w.kept || w.deviation_cost;
  w.forcing = w.forcing || w.mean || w.second || w.cost || w.constant;
  w.feedback = w.feedback || w.forcing;
  rp_type_fields f = {.form = (int32_t)(types * types + types + 1)};
  f.feedback = take(w.feedback, types * types, &f.unknowns);
  f.forcing = take(w.forcing, types, &f.unknowns);
  f.deviation = take(w.deviation, types, &f.unknowns);
  f.kept = take(w.kept, types, &f.unknowns);
  f.own = take(w.own, types, &f.unknowns);
  f.mean = take(w.mean, types * types, &f.unknowns);
  f.shift = take(w.mean, types, &f.unknowns);
  f.deviation_cost = take(w.deviation_cost, types, &f.unknowns);
  f.constant = take(w.constant, types, &f.unknowns);
  f.second = take(w.second, types * f.form, &f.unknowns);
  f.cost = take(w.cost, types * f.form, &f.unknowns);
  *fields = f;
  rp_type_game none = {.types = types};
  writer counting = {&none, fields, NULL, 0};
  write_all(&counting);
  *terms = counting.terms;
  *blocks = blocks_of(types, fields, NULL);
}

void rp_type_game_reaction(const rp_type_game *game, const rp_type_fields *fields, rp_reaction_term *term,
                           int32_t *block, int32_t *group, double *terminal, rp_reaction *reaction) {
  int64_t types = game->types;
  writer w = {game, fields, term, 0};
  write_all(&w);
  *reaction = (rp_reaction){.unknowns = fields->unknowns,
                            .givens = RP_TYPE_GIVENS,
                            .terms = w.terms,
                            .blocks = blocks_of(types, fields, block),
                            .term = term,
                            .block = block,
                            .group = group};
  reaction->groups = rp_reaction_find_groups(reaction, group);
  for (int64_t k = 0; k < fields->unknowns; ++k)
    terminal[k] = 0;
  for (int64_t k = 0; k < types; ++k) {
    if (fields->feedback >= 0) terminal[n_at(&w, k, k)] = game->residue[k];
    if (fields->deviation >= 0) terminal[fields->deviation + k] = game->residue[k];
    if (fields->kept >= 0) terminal[fields->kept + k] = 1;
    if (fields->own >= 0) terminal[fields->own + k] = game->residue[k];
    if (fields->mean >= 0) terminal[fields->mean + k * types + k] = 1;
    if (fields->deviation_cost >= 0) terminal[fields->deviation_cost + k] = game->residue[k];
    if (fields->second >= 0) terminal[fields->second + k * fields->form + k * types + k] = 1;
    if (fields->cost >= 0) terminal[fields->cost + k * fields->form + k * types + k] = game->residue[k];
  }
}

double rp_type_form(int64_t types, const double *form, const double *means) {
  const double *linear = form + types * types;
  double value = linear[types];
  for (int64_t i = 0; i < types; ++i) {
    value += linear[i] * means[i];
    for (int64_t j = 0; j < types; ++j)
      value += means[i] * form[j * types + i] * means[j];
  }
  return value;
}
