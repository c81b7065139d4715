/* trial.c - see trial.h: thinking up. How a trial becomes arguments and text is in trial_arguments.c. */
#include "trial.h"
#include <math.h>
#include <stdlib.h>
#include "conform.h"

enum { PLAIN_LENGTH = 3 };

/* How an axis gets its length when no parameter fixes it. */
typedef struct axis_wish {
  const rp_trial *trial;
  rp_dice *dice; /* NULL: PLAIN_LENGTH */
  bool longest, shortest;
  int64_t most;
} axis_wish;

uint64_t rp_dice_throw(rp_dice *dice) {
  uint64_t z = dice->state += 0x9E3779B97F4A7C15u;
  z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
  z = (z ^ z >> 27) * 0x94D049BB133111EBu;
  return z ^ z >> 31;
}

double rp_dice_uniform(rp_dice *dice) {
  return (double)(rp_dice_throw(dice) >> 11) * 0x1p-53;
}

static rp_trial empty_trial(const rp_schema *schema) {
  return (rp_trial){.schema = schema,
                    .settings = rp_conform_need(calloc(schema->param_count + 1u, sizeof(rp_setting)))};
}

void rp_trial_finish(rp_trial *trial) {
  for (uint32_t i = 0; i < trial->schema->param_count; ++i)
    free(trial->settings[i].data);
  free(trial->settings);
  *trial = (rp_trial){0};
}

/* ---- single values ---- */

/* A plain value inside the bounds. */
static double plain_value(double min, double max) {
  if (isfinite(min) && isfinite(max)) return min + (max - min) / 2;
  if (isfinite(min)) return min + 1;
  return isfinite(max) ? max - 1 : 1;
}

static double inside(double value, double min, double max, uint32_t flags) {
  if (rp_is_inside(value, min, max, flags)) return value;
  double plain = plain_value(min, max);
  return rp_is_inside(plain, min, max, flags) ? plain : max;
}

/* Near the default by orders of magnitude, anywhere between finite bounds, or on a bound. */
static double random_value(rp_dice *dice, double min, double max, double preset, uint32_t flags) {
  double luck = rp_dice_uniform(dice), x;
  if (luck < .1 && isfinite(min) && !(flags & RP_MIN_OPEN)) return min;
  if (luck > .9 && isfinite(max) && !(flags & RP_MAX_OPEN)) return max;
  if (isfinite(min) && isfinite(max) && luck < .5) {
    x = min + (max - min) * rp_dice_uniform(dice);
  } else {
    double scale = isnan(preset) || preset == 0 || isinf(preset) ? 1 : fabs(preset);
    x = scale * pow(10, 3 * rp_dice_uniform(dice) - 1.5);
    if (rp_dice_throw(dice) % 4 == 0 || (isfinite(max) && max <= 0)) x = -x;
  }
  return inside(x, min, max, flags);
}

/* Counts and numerical settings stay near their default: the largest legal number of paths is no bug. */
static double random_integer(rp_dice *dice, const rp_param *is) {
  double plain = isnan(is->preset) ? fmax(is->min, fmin(is->max, 3)) : is->preset;
  double low = fmax(is->min, isfinite(is->min) ? is->min : -plain - 8),
         high = fmin(is->max, 2 * fabs(plain) + 3);
  if (high < low) high = low;
  double luck = rp_dice_uniform(dice);
  return luck < .1 ? low : floor(low + (high - low + 1) * rp_dice_uniform(dice));
}

/* ---- axes ---- */

static bool is_inferred(const rp_schema *schema, uint32_t dim) {
  const rp_schema_dim *d = &schema->dims[dim];
  return d->parameter < 0 && d->of < 0 && d->is.min != d->is.max;
}

/* A length for the axis that is the same at each call: it goes by the axis alone. */
static int64_t axis_length(const axis_wish *wish, uint32_t dim) {
  const rp_schema *schema = wish->trial->schema;
  const rp_schema_dim *d = &schema->dims[dim];
  if (d->of >= 0) return axis_length(wish, (uint32_t)d->of) + d->is.plus;
  if (d->parameter >= 0) {
    const rp_setting *setting = &wish->trial->settings[d->parameter];
    return (int64_t)(setting->kind == RP_SET_NUMBER ? setting->number
                                                    : schema->params[d->parameter].is.preset);
  }
  int64_t length = PLAIN_LENGTH;
  if (wish->dice) {
    rp_dice own = {wish->dice->state + dim * 977u};
    length = 1 + (int64_t)(rp_dice_throw(&own) % 4);
  }
  if (wish->shortest) length = 1;
  if (wish->longest) length = wish->most;
  if (length < d->is.min) length = d->is.min;
  return length > d->is.max ? d->is.max : length;
}

/* ---- arrays, laws, curves ---- */

/* Entry i of n that increase inside the bounds. */
static double increasing_entry(const rp_param *is, int64_t i, int64_t n) {
  double low = isfinite(is->min) ? is->min : isfinite(is->max) ? is->max - 1 : 0;
  double high = isfinite(is->max) ? is->max : low + 1;
  return low + (high - low) * (double)(i + 1) / (double)(n + 1);
}

static void fill_array(const rp_schema_param *param, rp_dice *dice, rp_setting *setting) {
  const rp_param *is = &param->is;
  int64_t n = setting->size;
  setting->data = rp_conform_need(calloc((size_t)(n > 0 ? n : 1), sizeof(double)));
  if (is->flags & (RP_SYMMETRIC | RP_POS_DEF)) { /* the unit matrix is both */
    int64_t side = setting->shape[setting->rank - 1];
    for (int64_t i = 0; i < n; ++i)
      setting->data[i] = i / side % side == i % side ? 1 : 0;
    return;
  }
  for (int64_t i = 0; i < n; ++i) {
    double plain = isnan(is->preset) ? plain_value(is->min, is->max) : is->preset;
    if (is->flags & RP_INCREASING)
      setting->data[i] = increasing_entry(is, i, n);
    else
      setting->data[i] = dice ? random_value(dice, is->min, is->max, is->preset, is->flags)
                              : inside(plain, is->min, is->max, is->flags);
    if (is->flags & RP_INTEGRAL)
      setting->data[i] =
          is->flags & RP_INCREASING ? ceil(fmax(is->min, 0)) + (double)i : floor(setting->data[i]);
  }
}

static void set_array(rp_trial *trial, uint32_t index, const axis_wish *wish) {
  const rp_schema_param *param = &trial->schema->params[index];
  rp_setting *setting = &trial->settings[index];
  *setting = (rp_setting){.kind = RP_SET_ARRAY, .rank = param->rank, .size = 1};
  for (uint32_t k = 0; k < param->rank; ++k) {
    setting->shape[k] = axis_length(wish, param->axis[k]);
    setting->size *= setting->shape[k];
  }
  fill_array(param, wish->dice, setting);
}

static void set_law(rp_setting *setting, const rp_schema_param *param, uint32_t law, rp_dice *dice) {
  const rp_schema_law *chosen = &param->laws[law];
  *setting = (rp_setting){.kind = RP_SET_LAW, .number = law, .size = chosen->law.coef_count};
  setting->data = rp_conform_need(calloc(chosen->law.coef_count + 1u, sizeof(double)));
  for (uint32_t i = 0; i < chosen->law.coef_count; ++i) {
    const rp_coef *coef = &chosen->coefs[i];
    setting->data[i] = dice ? random_value(dice, coef->min, coef->max, coef->preset, coef->flags)
                       : isnan(coef->preset) ? plain_value(coef->min, coef->max)
                                             : coef->preset;
  }
}

static void set_table(rp_setting *setting, const rp_param *is, rp_dice *dice) {
  *setting =
      (rp_setting){.kind = RP_SET_TABLE, .rank = 1, .shape = {RP_TRIAL_POINTS}, .size = RP_TRIAL_POINTS};
  setting->data = rp_conform_need(calloc(RP_TRIAL_POINTS, sizeof(double)));
  for (int i = 0; i < RP_TRIAL_POINTS; ++i)
    setting->data[i] = random_value(dice, is->min, is->max, is->preset, is->flags);
}

static void set_number(rp_setting *setting, double number) {
  *setting = (rp_setting){.kind = RP_SET_NUMBER, .number = number};
}

/* ---- trials ---- */

/* Sets what has no default. */
static void set_required(rp_trial *trial, const axis_wish *wish) {
  for (uint32_t i = 0; i < trial->schema->param_count; ++i) {
    const rp_schema_param *param = &trial->schema->params[i];
    const rp_param *is = &param->is;
    rp_setting *setting = &trial->settings[i];
    if (setting->kind != RP_SET_NOTHING || !isnan(is->preset) || (is->flags & RP_OPTIONAL)) continue;
    switch (is->kind) {
    case RP_CHOICE:
      *setting = (rp_setting){.kind = RP_SET_CHOICE};
      break;
    case RP_PROCESS:
      set_law(setting, param, 0, wish->dice);
      break;
    case RP_ARRAY:
      set_array(trial, i, wish);
      break;
    case RP_BOOLEAN:
      set_number(setting, 0);
      break;
    default:
      set_number(setting, is->kind == RP_INTEGER ? floor(plain_value(is->min, fmin(is->max, is->min + 6)))
                                                 : inside(1, is->min, is->max, is->flags));
    }
  }
}

static bool carries(const rp_schema_param *param, uint32_t dim) {
  for (uint32_t k = 0; k < param->rank; ++k)
    if (param->axis[k] == dim) return true;
  return false;
}

/* An axis that arrays alone can fix needs one of them in full length. */
static void fix_axes(rp_trial *trial, const axis_wish *wish) {
  const rp_schema *schema = trial->schema;
  for (uint32_t dim = 0; dim < schema->dim_count; ++dim) {
    bool fixed = !is_inferred(schema, dim) || (schema->dims[dim].is.flags & RP_DIM_LATE && !wish->longest);
    int64_t candidate = -1;
    for (uint32_t i = 0; i < schema->param_count && !fixed; ++i) {
      const rp_schema_param *param = &schema->params[i];
      if (param->is.kind != RP_ARRAY || !carries(param, dim)) continue;
      fixed = trial->settings[i].kind == RP_SET_ARRAY;
      bool plain = !(param->is.flags & RP_OPTIONAL) && trial->settings[i].kind == RP_SET_NOTHING;
      if (candidate < 0 && plain) candidate = i;
    }
    if (!fixed && candidate >= 0) set_array(trial, (uint32_t)candidate, wish);
  }
}

rp_trial rp_trial_defaults(const rp_schema *schema) {
  rp_trial trial = empty_trial(schema);
  axis_wish wish = {.trial = &trial};
  set_required(&trial, &wish);
  fix_axes(&trial, &wish);
  return trial;
}

rp_trial rp_trial_extents(const rp_schema *schema, bool longest, int64_t most, bool *limited) {
  rp_trial trial = empty_trial(schema);
  axis_wish wish = {.trial = &trial, .longest = longest, .shortest = !longest, .most = most};
  *limited = false;
  for (uint32_t dim = 0; dim < schema->dim_count; ++dim) {
    const rp_schema_dim *d = &schema->dims[dim];
    if (is_inferred(schema, dim) && d->is.max > most) *limited = true;
    if (d->parameter < 0) continue;
    const rp_param *is = &schema->params[d->parameter].is;
    double end =
        longest ? fmin(fmin(is->max, (double)d->is.max), (double)most) : fmax(is->min, (double)d->is.min);
    if (longest && end < fmin(is->max, (double)d->is.max)) *limited = true;
    set_number(&trial.settings[d->parameter], end);
  }
  set_required(&trial, &wish);
  fix_axes(&trial, &wish);
  return trial;
}

static void set_random(rp_trial *trial, uint32_t index, const axis_wish *wish) {
  const rp_schema_param *param = &trial->schema->params[index];
  const rp_param *is = &param->is;
  rp_setting *setting = &trial->settings[index];
  rp_dice *dice = wish->dice;
  switch (is->kind) {
  case RP_REAL:
    set_number(setting, random_value(dice, is->min, is->max, is->preset, is->flags));
    break;
  case RP_INTEGER:
    set_number(setting, random_integer(dice, is));
    break;
  case RP_BOOLEAN:
    set_number(setting, (double)(rp_dice_throw(dice) % 2));
    break;
  case RP_CHOICE:
    *setting =
        (rp_setting){.kind = RP_SET_CHOICE, .number = (double)(rp_dice_throw(dice) % param->choice_count)};
    break;
  case RP_ARRAY:
    set_array(trial, index, wish);
    break;
  case RP_CURVE:
    if (rp_dice_throw(dice) % 2)
      set_table(setting, is, dice);
    else
      set_number(setting, random_value(dice, is->min, is->max, is->preset, is->flags));
    break;
  case RP_PROCESS:
    set_law(setting, param, (uint32_t)(rp_dice_throw(dice) % is->process_count), dice);
    break;
  default:
    break;
  }
}

rp_trial rp_trial_random(const rp_schema *schema, rp_dice *dice) {
  rp_trial trial = empty_trial(schema);
  rp_dice lengths = *dice; /* stands still, so that an axis has one length throughout the trial */
  axis_wish wish = {.trial = &trial, .dice = &lengths};
  rp_dice_throw(dice);
  /* Integers first: they may fix axes. */
  for (int pass = 0; pass < 2; ++pass)
    for (uint32_t i = 0; i < schema->param_count; ++i) {
      const rp_param *is = &schema->params[i].is;
      bool integer = is->kind == RP_INTEGER;
      if (integer != (pass == 0)) continue;
      uint64_t luck = rp_dice_throw(dice) % 10;
      if (luck < 5) continue;
      if (luck == 9 && (is->flags & RP_OPTIONAL)) {
        trial.settings[i].kind = RP_SET_ABSENT;
        continue;
      }
      axis_wish own = wish;
      rp_dice values = {rp_dice_throw(dice)};
      own.dice = &values;
      if (is->kind == RP_ARRAY) { /* lengths by the common dice, entries by their own */
        set_array(&trial, i, &wish);
        free(trial.settings[i].data);
        fill_array(&schema->params[i], &values, &trial.settings[i]);
      } else {
        set_random(&trial, i, &own);
      }
    }
  set_required(&trial, &wish);
  fix_axes(&trial, &wish);
  return trial;
}
