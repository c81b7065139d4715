# Compiles an instrumented plugin with its tests, for tests/mutants.sh, which gives: top, plugin, build, root, tests (sources),
# signs (how many), host_flags, host_libraries (of pkg-config). In top/schema/plugins lies the instrumented plugin. Three variants:
#   record     notes which signs are run          plain, sanitized     with the sign that is flipped chosen at run time
# each with run, the tests' program, and the first two with load/PLUGIN.so.

MAKEFLAGS += --no-builtin-rules
.SECONDARY:
.DELETE_ON_ERROR:

folder := $(top)/schema/plugins/$(plugin)
sources := $(wildcard $(folder)/*.c)
kernels := $(patsubst $(folder)/%.c,%.o,$(filter-out $(folder)/model%,$(sources)))
glue := $(patsubst $(folder)/%.c,%.o,$(filter $(folder)/model%,$(sources)))
checks := $(patsubst tests/plugins/$(plugin)/%.c,%.o,$(tests))
# Room for a byte for each sign, in whole pages.
bytes := $(shell echo $$((($(signs) / 4096 + 1) * 4096)))

common := -std=c17 -w -fPIC -fvisibility=hidden -ffp-contract=off -fno-math-errno -fno-trapping-math -D_POSIX_C_SOURCE=200809L \
  -D_DEFAULT_SOURCE -DRP_TEST_SOURCE_DIR=\"$(root)\" -DRP_TEST_BINARY_DIR=\"$(abspath $(build))\" -Icore -Icore/include -Icore/host \
  -Itests -Itests/mutants -include tests/mutants/sign.h $(host_flags)
record := -O1 -DRP_MUTANTS_RECORD -DRP_MUTANTS_BYTES=$(bytes)
plain := -O2
sanitized := -O1 -fsanitize=address -fno-omit-frame-pointer -DRP_SANITIZED=1
core := -Wl,--start-group $(build)/core/libreprise_host.a $(build)/core/libreprise_numerics.a -Wl,--end-group
libraries := $(host_libraries) -llapacke -lopenblas -lgsl -lm -ldl -lpthread

programs: $(top)/record/run $(top)/plain/run $(top)/sanitized/run
objects: $(top)/record/run $(top)/plain/run $(top)/record/load/$(plugin).so $(top)/plain/load/$(plugin).so $(top)/sanitized/run

# variant NAME: flags and the rules of one variant
define variant
$(top)/$(1)/kernel/%.o: $(folder)/%.c tests/mutants/sign.h tests/mutants/build.mk
	@mkdir -p $$(@D)
	gcc $(common) $($(1)) -MMD -MP -c $$< -o $$@

$(top)/$(1)/test/%.o: tests/plugins/$(plugin)/%.c tests/mutants/sign.h tests/mutants/criterion/criterion.h tests/mutants/build.mk
	@mkdir -p $$(@D)
	gcc $(common) $($(1)) -I$(top)/schema/plugins -iquote $(folder) -MMD -MP -c $$< -o $$@

$(top)/$(1)/tool/%.o: tests/mutants/%.c tests/mutants/build.mk $(top)/list
	@mkdir -p $$(@D)
	gcc $(filter-out -include tests/mutants/sign.h,$(common)) $($(1)) -MMD -MP -c $$< -o $$@

$(top)/$(1)/run: $(addprefix $(top)/$(1)/test/,$(checks)) $(addprefix $(top)/$(1)/kernel/,$(kernels)) \
    $(top)/$(1)/tool/run.o $(top)/$(1)/tool/sign.o $(wildcard $(build)/core/*.a)
	gcc $(filter -fsanitize%,$($(1))) -o $$@ $$(filter %.o,$$^) $(core) $(libraries)

$(top)/$(1)/load/$(plugin).so: $(addprefix $(top)/$(1)/kernel/,$(kernels) $(glue)) $(top)/$(1)/tool/sign.o $(wildcard $(build)/core/*.a)
	@mkdir -p $$(@D)
	gcc -shared -o $$@ $$(filter %.o,$$^) $(build)/core/libreprise_numerics.a -Wl,--exclude-libs,ALL -Wl,-Bsymbolic \
	  -llapacke -lopenblas -lgsl -lm
endef
$(foreach name,record plain sanitized,$(eval $(call variant,$(name))))

-include $(wildcard $(top)/*/*/*.d)
